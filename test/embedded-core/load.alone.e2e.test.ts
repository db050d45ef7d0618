import { Agent, request } from 'node:http';

import { describe, expect, it } from 'vitest';

import { clientOf } from './support/client.ts';
import { startTestCore } from './support/core.ts';
import { createSession, refresh, regenerate, verify } from './support/session.ts';

const CLIENTS = 64;
const TURNS = 10;

describe('64 clients at once', () => {
  it('are all answered, on sessions of their own and on one that they share', { timeout: 60_000 }, async () => {
    const core = clientOf((await startTestCore()).url);
    const shared = await createSession(core);
    const work = async (client: number): Promise<string[]> => {
      const statuses: string[] = [];
      const own = await createSession(core, { userId: `user-${client}` });
      for (let turn = 0; turn < TURNS; turn++) {
        const answers = [
          await regenerate(core, own.accessToken, { client, turn }),
          await regenerate(core, shared.accessToken, { client, turn }),
          await verify(core, own.accessToken, { checkDatabase: true }),
          await core.put('/recipe/user/metadata', { userId: 'shared', metadataUpdate: { [`${client}`]: turn } }),
          await core.get('/recipe/session', { sessionHandle: own.handle }),
          await refresh(core, own.refreshToken),
        ];
        statuses.push(...answers.map(({ status, body }) => `${status} ${body.status ?? ''}`));
      }
      return statuses;
    };
    const statuses = await Promise.all(Array.from({ length: CLIENTS }, (_, client) => work(client)));
    expect(new Set(statuses.flat())).toEqual(new Set(['200 OK']));
    const { body } = await core.get('/recipe/user/metadata', { userId: 'shared' });
    expect(Object.values(body.metadata ?? {})).toEqual(Array.from({ length: CLIENTS }, () => TURNS - 1));
  });

  it('may go away in the middle of an answer', async () => {
    const { url } = await startTestCore();
    const core = clientOf(url);
    const { accessToken } = await createSession(core);
    const agent = new Agent();
    const body = JSON.stringify({ accessToken, userDataInJWT: { text: 'x'.repeat(100_000) } });
    for (let time = 0; time < CLIENTS; time++) {
      const going = request(`${url}/recipe/session/regenerate`, { method: 'POST', agent });
      going.on('error', () => undefined);
      going.end(body, () => setTimeout(() => going.destroy(), Math.random() * 20));
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await verify(core, accessToken)).body.status).toBe('OK');
  });
});
