import type { ServerError } from './errors.ts';
import {
  ClaimsChangeDocument,
  type ClaimsChangeQuery,
  ClaimsChangesDocument,
  type ClaimsChangesFilter,
  type ClaimsChangesQuery,
  EndSessionDocument,
  type EndSessionInput,
  type EndSessionMutation,
  RevertClaimsChangeDocument,
  type RevertClaimsChangeInput,
  type RevertClaimsChangeMutation,
  UpdateUserClaimsDocument,
  type UpdateUserClaimsInput,
  type UpdateUserClaimsMutation,
  UserDocument,
  type UserQuery,
  UsersDocument,
  type UserSelector,
  type UsersQuery,
} from './generated/graphql.ts';
import type { Endpoint } from './http.ts';
import { largeHeadersFetch } from './large-headers-fetch.ts';
import { createRequest, present, type Request } from './send.ts';
import { createSessionClient, type SessionClient } from './session-client.ts';

/** How to reach a Claimset server. */
export interface ClaimsClientOptions {
  /** The GraphQL endpoint: `https://claims.example.com/graphql`. */
  readonly url: string;
  /** An API key, as `claimset api-key` prints it; for `user` and `updateUserClaims`. */
  readonly apiKey?: string | undefined;
  /** Instead of one that takes as many bytes of headers as the server sends, which Node's own does not. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** How long a request may take. The default is longer than the server ever takes, so that it can say what it did. */
  readonly timeoutMillis?: number | undefined;
  /** For a server with `TRUSTED_DOCUMENTS`: sends ids of documents, which codegen makes with `persistedDocuments`. */
  readonly trustedDocuments?: boolean | undefined;
  /** Told of each claim that is null because another application stored it with another type. */
  readonly onClaimTypeMismatch?: ((error: ServerError) => void) | undefined;
}

/** Which page of a list: `first` is how many (1 to 500, or else the server's default), `after` the `endCursor` of the page before. */
export interface PageOptions {
  readonly first?: number;
  readonly after?: string | null;
}

/** Calls a Claimset server from a back end. Each request is sent once: nothing is repeated behind your back. */
export interface ClaimsClient {
  /** Sends an operation of one's own; the result has the document's types. */
  readonly request: Request;
  /** A user with a page of their live sessions; null where there is none. */
  user(by: UserSelector, page?: PageOptions): Promise<UserQuery['user']>;
  /** A page of users; those with an email address that begins so, where a prefix is given. */
  users(page?: PageOptions & { readonly emailPrefix?: string }): Promise<NonNullable<UsersQuery['users']>>;
  /** Changes claims in all sessions of a user; faults of the input are in `userErrors`. */
  updateUserClaims(input: UpdateUserClaimsInput): Promise<NonNullable<UpdateUserClaimsMutation['updateUserClaims']>>;
  /** Ends a session; faults of the input are in `userErrors`. */
  endSession(input: EndSessionInput): Promise<NonNullable<EndSessionMutation['endSession']>>;
  /** A page of changes of claims, the newest first; those that fit, where a filter is given. */
  claimsChanges(
    page?: PageOptions & { readonly where?: ClaimsChangesFilter },
  ): Promise<NonNullable<ClaimsChangesQuery['claimsChanges']>>;
  /** A change, with a page of what it did; null where there is none that the API key may see. */
  claimsChange(id: string, page?: PageOptions): Promise<ClaimsChangeQuery['claimsChange']>;
  /** Undoes a change; faults of the input, and claims that were changed since, are in `userErrors`. */
  revertClaimsChange(
    input: RevertClaimsChangeInput,
  ): Promise<NonNullable<RevertClaimsChangeMutation['revertClaimsChange']>>;
  /** Speaks for the user whose access token this is. */
  withSession(accessToken: string): SessionClient;
}

/** The bounds of the server add up to 85 s: permission, lock, 50 s in which sessions are begun, and the last of them. */
const TIMEOUT_MILLIS = 90_000;

/**
 * A client for back ends. Its methods throw `ClaimsClientError`s.
 * @throws TypeError for a URL or a timeout that is none
 */
export function createClaimsClient(options: ClaimsClientOptions): ClaimsClient {
  const { onClaimTypeMismatch } = options;
  // A file that a secret is mounted as ends with a new line, which no header may have.
  const apiKey = options.apiKey?.trim();
  const sender = { endpoint: endpointOf(options), onClaimTypeMismatch };
  const request = createRequest({
    ...sender,
    credentials: () => (apiKey === undefined ? {} : { 'x-api-key': apiKey }),
  });
  return {
    request,
    user: async (by, page) => (await request(UserDocument, { by, ...page })).user,
    users: async (page = {}) => present((await request(UsersDocument, page)).users),
    endSession: async (input) => present((await request(EndSessionDocument, { input })).endSession),
    updateUserClaims: async (input) => present((await request(UpdateUserClaimsDocument, { input })).updateUserClaims),
    claimsChanges: async (page = {}) => present((await request(ClaimsChangesDocument, page)).claimsChanges),
    claimsChange: async (id, page) => (await request(ClaimsChangeDocument, { id, ...page })).claimsChange,
    revertClaimsChange: async (input) =>
      present((await request(RevertClaimsChangeDocument, { input })).revertClaimsChange),
    withSession: (accessToken) => createSessionClient(sender, accessToken),
  };
}

function endpointOf({ url, fetch, timeoutMillis = TIMEOUT_MILLIS, trustedDocuments }: ClaimsClientOptions): Endpoint {
  const { protocol } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') throw new TypeError(`url must begin with http(s): ${url}`);
  if (!(timeoutMillis > 0 && timeoutMillis < 2 ** 31)) throw new TypeError('timeoutMillis must be above 0, below 2^31');
  return { url, fetch: fetch ?? largeHeadersFetch, timeoutMillis, byId: trustedDocuments === true };
}
