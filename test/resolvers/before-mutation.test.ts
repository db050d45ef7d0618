import { describe, expect, it } from 'vitest';

import { UNBOUND } from '../../src/claims/access/api-key.ts';
import type { Caller } from '../../src/claims/ports.ts';
import { beforeMutation } from '../../src/resolvers/before-mutation.ts';
import type { RequestContext } from '../../src/resolvers/context.ts';

const KEY: Caller = { kind: 'valid', name: 'backend', scopes: ['claims:write'], bounds: UNBOUND };

/** A request without a session, which tells how the session was asked for. */
function requestWith(caller: Caller) {
  const asked: (string | undefined)[] = [];
  const session: RequestContext['session'] = {
    get: (verifiedBy) => {
      asked.push(verifiedBy);
      return Promise.resolve(null);
    },
  };
  const claims = new Proxy({} as RequestContext['claims'], {});
  const history = new Proxy({} as RequestContext['history'], {});
  const live = new Proxy({} as RequestContext['live'], {});
  return { asked, context: { session, caller, claims, history, live } };
}

describe('before a mutation', () => {
  it.each([
    [['updateMyClaims'], [undefined]],
    [['updateUserClaims'], ['core']],
    [['updateMyClaims', 'updateUserClaims'], ['core']],
  ])('the session is verified once for %j', async (fields, verifiedBy) => {
    const { context, asked } = requestWith({ kind: 'none' });
    await expect(beforeMutation(context, fields)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(asked).toEqual(verifiedBy);
  });

  it.each([['updateUserClaims'], ['__typename']])('no session is needed for %s with an API key', async (field) => {
    const { context, asked } = requestWith(KEY);
    await beforeMutation(context, [field]);
    expect(asked).toEqual([]);
  });

  it.each(['somethingNew', 'toString'])('%s, which says nothing of what it needs, does not run', async (field) => {
    const { context } = requestWith(KEY);
    await expect(beforeMutation(context, [field])).rejects.toThrow(`the mutation ${field} does not say`);
  });
});
