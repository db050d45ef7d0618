import { type GraphQLFieldMap, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { readOwnClaims } from '../claims/claims-file.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { signUp, type TestUser } from '../support/user.ts';

/**
 * Who may see a field. `session`: whoever has one, of it alone. `claims:read`, `claims:write`: administrators with that
 * permission. `parent`: whoever was given the object, since it holds nothing more than what was asked for it.
 */
type Audience =
  'session' | 'claims:read' | 'claims:write' | 'session or claims:write' | 'session or claims:audit' | 'parent';

const AUDIENCES: Readonly<Record<string, Audience | Readonly<Record<string, Audience>>>> = {
  Query: {
    ...{ mySession: 'session', user: 'claims:read', users: 'claims:read' },
    // A user sees the past of their own claims, and of others' part in it only when and what.
    ...{ claimsChange: 'session or claims:audit', claimsChanges: 'session or claims:audit' },
  },
  Mutation: {
    ...{ updateMyClaims: 'session', updateUserClaims: 'claims:write', endSession: 'session or claims:write' },
    revertClaimsChange: 'session or claims:audit',
  },
  Subscription: { mySessionChanged: 'session' },
  MySessionChange: 'parent',
  // The id is what the caller named, or what an address that they named stands for.
  User: {
    id: 'parent',
    emails: 'claims:read',
    sessions: 'claims:read',
    standingClaims: 'claims:read',
    changes: 'session or claims:audit',
  },
  // Reached through `mySession` and `updateMyClaims`, or through `User.sessions` and `Query.users`.
  Session: {
    ...{ id: 'parent', handle: 'parent', userId: 'parent', tenantId: 'parent', claims: 'parent' },
    ...{ claimsVersion: 'parent', createdAt: 'parent', expiresAt: 'parent' },
    ...{ changes: 'session or claims:audit', provenance: 'session or claims:audit' },
  },
  SessionConnection: 'parent',
  SessionEdge: 'parent',
  UserConnection: 'parent',
  UserEdge: 'parent',
  PageInfo: 'parent',
  Claims: 'parent',
  Company: 'parent',
  // Keys that were written, statuses and sizes: never a value.
  UpdateMyClaimsPayload: 'parent',
  UpdateUserClaimsPayload: 'parent',
  SessionClaimsUpdate: 'parent',
  StandingClaimsUpdate: 'parent',
  ClaimsChanges: 'parent',
  TokenSize: 'parent',
  // What a caller who gave the change may know of it; the rest needs what the list of changes needs.
  ClaimsChange: {
    ...{ id: 'parent', at: 'parent', by: 'parent', reason: 'parent', userId: 'parent', mode: 'parent' },
    requestId: 'parent',
    ...{ targets: 'session or claims:audit', reverts: 'session or claims:audit' },
    ...{ revertedBy: 'session or claims:audit', causedBy: 'session or claims:audit' },
  },
  ClaimsActor: 'parent',
  ClaimsChangeTarget: 'parent',
  ClaimDiff: 'parent',
  ClaimProvenance: 'parent',
  ClaimsChangeConnection: 'parent',
  ClaimsChangeEdge: 'parent',
  ClaimsChangeTargetConnection: 'parent',
  ClaimsChangeTargetEdge: 'parent',
  RevertClaimsChangePayload: 'parent',
  EndSessionPayload: 'parent',
  ClaimError: 'parent',
};

/** A selection for each field that needs `claims:read` by itself, and how it is reached below a mutation. */
const BELOW_USER: Readonly<Record<string, string>> = {
  emails: 'emails',
  sessions: 'sessions { edges { node { handle claims { additional } } } }',
  standingClaims: 'standingClaims { theme }',
};
/** The same for what needs `claims:audit`. */
const OF_THE_PAST: Readonly<Record<string, readonly [path: string, selection: string]>> = {
  'User.changes': ['user', 'user { changes { edges { node { id } } } }'],
  'ClaimsChange.targets': ['change', 'change { targets { edges { node { status } } } }'],
  'ClaimsChange.revertedBy': ['change', 'change { revertedBy { id } }'],
};
const ROOTS: Readonly<Record<string, string>> = {
  mySession: 'query ($id: ID!) { mySession { userId } user(by: { id: $id }) { __typename } }',
  user: 'query ($id: ID!) { user(by: { id: $id }) { id } }',
  users: 'query { users(first: 1) { edges { node { id } } } }',
  updateMyClaims: 'mutation { updateMyClaims(input: { claims: { theme: DARK } }) { tokenSize { bytes } } }',
  updateUserClaims:
    'mutation ($id: ID!) { updateUserClaims(input: { user: { id: $id }, claims: { theme: DARK } }) { sessions { handle } } }',
  claimsChange: 'query { claimsChange(id: "none") { id } }',
  claimsChanges: 'query { claimsChanges(first: 1) { edges { node { id } } } }',
  revertClaimsChange: 'mutation { revertClaimsChange(input: { change: "none" }) { userErrors { code } } }',
  endSession: 'mutation ($handle: ID!) { endSession(input: { handle: $handle }) { ended } }',
};

const { schema } = readOwnClaims();
const types = Object.values(schema.getTypeMap()).filter(isObjectType);
const own = types.filter(({ name }) => !name.startsWith('__'));
const audienceOf = (type: string, field: string): Audience | undefined => {
  const audience = AUDIENCES[type];
  return typeof audience === 'object' ? audience[field] : audience;
};
const fieldsOf = (type: string): GraphQLFieldMap<unknown, unknown> =>
  own.find(({ name }) => name === type)?.getFields() ?? {};
const fieldsFor = (type: string, audience: Audience): string[] =>
  Object.keys(fieldsOf(type)).filter((field) => audienceOf(type, field) === audience);

const reader = createApiKey('reader', ['claims:read']);
const writer = createApiKey('writer', ['claims:write']);
let claimset: Claimset;
let user: TestUser;

beforeAll(async () => {
  claimset = await startClaimset({ API_KEYS: `${reader.entry},${writer.entry}` });
  user = await signUp(claimset.url);
});

afterAll(() => claimset.stop());

const as = ({ key }: { readonly key: string }, query: string) =>
  send(claimset.url, query, { id: user.id, handle: 'none' }, { 'x-api-key': key });
const codesOf = async (answer: ReturnType<typeof send>) => (await answer).errors.map(({ code }) => code);

describe('each field of the schema', () => {
  it('is named here, with those who may see it', () => {
    const found = own.flatMap(({ name }) => Object.keys(fieldsOf(name)).map((field) => [name, field] as const));
    expect(found.filter(([type, field]) => audienceOf(type, field) === undefined)).toEqual([]);
    expect(Object.keys(AUDIENCES).filter((type) => !own.some(({ name }) => name === type))).toEqual([]);
  });

  it('that needs a permission is tried here', () => {
    const roots = [...Object.keys(fieldsOf('Query')), ...Object.keys(fieldsOf('Mutation'))];
    expect(Object.keys(ROOTS).sort()).toEqual(roots.sort());
    expect(Object.keys(BELOW_USER)).toEqual(fieldsFor('User', 'claims:read'));
  });
});

describe('a key that may only write', () => {
  it.each(fieldsFor('User', 'claims:read'))('is told nothing of User.%s below a mutation', async (field) => {
    for (const dryRun of [true, false]) {
      const query = `mutation ($id: ID!) {
        updateUserClaims(input: { user: { id: $id }, claims: { theme: DARK }, dryRun: ${dryRun} }) {
          user { id ${BELOW_USER[field]} } standing { status }
        }
      }`;
      const { data, errors, status } = await as(writer, query);
      expect(data).toMatchObject({ updateUserClaims: { user: { id: user.id, [field]: null }, standing: {} } });
      expect({ status, errors }).toMatchObject({
        status: 200,
        errors: [{ code: 'FORBIDDEN', path: ['updateUserClaims', 'user', field] }],
      });
    }
  });

  it.each(fieldsFor('Query', 'claims:read'))('may not ask for %s', async (field) => {
    expect(await codesOf(as(writer, ROOTS[field] ?? ''))).toEqual(['FORBIDDEN']);
  });
});

describe('a key that may only read', () => {
  it.each([...fieldsFor('Mutation', 'claims:write'), ...fieldsFor('Mutation', 'session or claims:write')])(
    'may not do %s',
    async (field) => {
      expect(await codesOf(as(reader, ROOTS[field] ?? ''))).toEqual(['FORBIDDEN']);
    },
  );

  it.each(fieldsFor('Query', 'claims:read'))('may ask for %s', async (field) => {
    expect(await codesOf(as(reader, ROOTS[field] ?? ''))).toEqual([]);
  });
});

describe('somebody without a session', () => {
  const needy = Object.keys(ROOTS).filter((field) => field !== 'mySession');

  it.each(needy)('is asked to sign in for %s', async (field) => {
    const answer = send(claimset.url, ROOTS[field] ?? '', { id: user.id, handle: 'none' });
    expect(await codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a user with a session and no permission', () => {
  it.each(['user', 'users', 'updateUserClaims', 'endSession'])('is refused %s of others', async (field) => {
    const answer = user.session.send(ROOTS[field] ?? '', { id: user.id, handle: 'none' });
    expect(await codesOf(answer)).toEqual(['FORBIDDEN']);
  });

  it('may end a session of their own on another device, which is over then', async () => {
    const phone = await user.signIn();
    const { data } = await user.session.send(ROOTS['endSession'] ?? '', { handle: phone.handle });
    expect(data).toEqual({ endSession: { ended: true } });
    expect(await codesOf(phone.send('{ mySession { handle } }'))).toEqual(['UNAUTHENTICATED']);
    await expect.poll(() => claimset.log()).toContainEqual(expect.objectContaining({ event: 'session.ended' }));
  });
});

describe('users of the core', () => {
  it.each([btoa('["public","x",0]'), btoa('["public","%",0]')])('do not begin after %j', async (after) => {
    const query = `{ users(after: "${after}") { edges { cursor } } }`;
    expect(await codesOf(as(reader, query))).toEqual(['BAD_USER_INPUT']);
  });

  it('are found by the beginning of their address, not by that of its domain', async () => {
    const found = await signUp(claimset.url, 'Prefix-1@prefix-domain.test');
    await signUp(claimset.url, 'other@prefix-1.test');
    const query = '{ users(emailPrefix: "PREFIX-1") { edges { node { id emails } } } }';
    const { data } = await as(reader, query);
    expect(data).toMatchObject({ users: { edges: [{ node: { id: found.id } }] } });
  });

  it.each(fieldsFor('Query', 'session or claims:audit'))('may not ask for %s', async (field) => {
    expect(await codesOf(as(writer, ROOTS[field] ?? ''))).toEqual(['FORBIDDEN']);
  });

  it('may undo nothing', async () => {
    expect(await codesOf(as(writer, ROOTS['revertClaimsChange'] ?? ''))).toEqual(['FORBIDDEN']);
  });

  it.each(Object.entries(OF_THE_PAST))('is told nothing of %s below a mutation', async (field, [parent, selection]) => {
    const query = `mutation ($id: ID!) {
      updateUserClaims(input: { user: { id: $id }, claims: { additional: { app_now: "${field}" } } }) { ${selection} }
    }`;
    const { errors } = await as(writer, query);
    const path = ['updateUserClaims', parent, field.split('.')[1]];
    expect(errors).toMatchObject([{ code: 'FORBIDDEN', path }]);
  });
});
