import { expect, it } from 'vitest';

import { fakeCore, storedSession, withApiKey } from '../fakes.ts';
import { FakeHistory } from './fake-history.ts';

it('each claim has the change that gave it its value; what was there before, or was written around, has none', async () => {
  const history = new FakeHistory(fakeCore());
  const changeId = history.record({ kind: 'API_KEY', name: 'backend' }, { userId: 'ada', reason: 'paid' });
  const by = 'API_KEY' as const;
  const landing = { marker: null, hash: '' };
  history.heads.set('session:ada', {
    ...{ stream: 'session:ada', userId: 'ada', seq: 1, landing, base: { ...landing, seq: 0 } },
    payload: { plan: 'PRO', theme: 'DARK', locale: 'de', team: 'A' },
    origins: { plan: { changeId, by }, locale: { changeId, by }, team: { changeId: 'purged', by } },
  });
  const payload = { plan: 'PRO', theme: 'DARK', locale: 'en', team: 'A', 'st-cset': '1abcd' };
  const found = await history.service.provenance(
    withApiKey(['claims:audit']),
    storedSession('ada', 'ada', 'public', payload),
  );
  expect(found.map(({ key, value, change }) => [key, value, change?.reason])).toEqual([
    ['plan', 'PRO', 'paid'],
    ['theme', 'DARK', undefined],
    ['locale', 'en', undefined],
    ['team', 'A', undefined],
  ]);
});
