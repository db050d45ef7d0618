import {
  EndSessionDocument,
  type EndSessionInput,
  type EndSessionMutation,
  MyHistoryDocument,
  type MyHistoryQuery,
  type MyHistoryQueryVariables,
  MySessionDocument,
  type MySessionQuery,
  RevertClaimsChangeDocument,
  type RevertClaimsChangeInput,
  type RevertClaimsChangeMutation,
  UpdateMyClaimsDocument,
  type UpdateMyClaimsInput,
  type UpdateMyClaimsMutation,
} from './generated/graphql.ts';
import { createRequest, present, type Request, type Sender } from './send.ts';
import { isAsNew } from './token-order.ts';

/** Speaks for one user's session, with its access token alone: the API key stays out of it. */
export interface SessionClient {
  /** The newest access token that a response brought: to be handed on to whoever sent the first one. */
  readonly accessToken: string;
  /** The newest `front-token`, which goes to browsers beside the access token; null until a response brings one. */
  readonly frontToken: string | null;
  /** Sends an operation of one's own; the result has the document's types. */
  readonly request: Request;
  /** The session as it is stored. */
  mySession(): Promise<MySessionQuery['mySession']>;
  /** Where the claims of the session come from, and a page of its changes, the newest first. */
  myHistory(page?: MyHistoryQueryVariables): Promise<MyHistoryQuery['mySession']>;
  /** Changes claims of the session; faults of the input are in `userErrors`. */
  updateMyClaims(input: UpdateMyClaimsInput): Promise<NonNullable<UpdateMyClaimsMutation['updateMyClaims']>>;
  /** Undoes a change that the user has made; faults of the input, and claims that were changed since, are in `userErrors`. */
  revertClaimsChange(
    input: RevertClaimsChangeInput,
  ): Promise<NonNullable<RevertClaimsChangeMutation['revertClaimsChange']>>;
  /** Ends a session of the same user; faults of the input are in `userErrors`. */
  endSession(input: EndSessionInput): Promise<NonNullable<EndSessionMutation['endSession']>>;
}

/** A client that follows the tokens which responses bring. */
export function createSessionClient(sender: Omit<Sender, 'credentials' | 'onHeaders'>, token: string): SessionClient {
  let accessToken = token;
  let frontToken: string | null = null;
  const request = createRequest({
    ...sender,
    credentials: () => ({ authorization: `Bearer ${accessToken}`, 'st-auth-mode': 'header' }),
    onHeaders: (headers) => {
      // Empty where the session has ended: the error of that answer says so.
      const brought = headers.get('st-access-token') || accessToken;
      if (!isAsNew(brought, accessToken)) return;
      accessToken = brought;
      frontToken = headers.get('front-token') ?? frontToken;
    },
  });
  return {
    get accessToken() {
      return accessToken;
    },
    get frontToken() {
      return frontToken;
    },
    request,
    mySession: async () => (await request(MySessionDocument)).mySession,
    myHistory: async (page = {}) => (await request(MyHistoryDocument, page)).mySession,
    revertClaimsChange: async (input) =>
      present((await request(RevertClaimsChangeDocument, { input })).revertClaimsChange),
    updateMyClaims: async (input) => present((await request(UpdateMyClaimsDocument, { input })).updateMyClaims),
    endSession: async (input) => present((await request(EndSessionDocument, { input })).endSession),
  };
}
