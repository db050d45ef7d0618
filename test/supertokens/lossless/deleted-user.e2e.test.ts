import SuperTokens from 'supertokens-node';
import EmailPassword from 'supertokens-node/recipe/emailpassword/index.js';
import Session from 'supertokens-node/recipe/session/index.js';
import { expect, it, onTestFinished } from 'vitest';

import { startCore } from '../../../src/embedded-core/index.ts';
import { coreEnvSchema } from '../../../src/embedded-core/settings.ts';
import { fileLedger, inProcessLock, losslessClaims } from '../../../src/supertokens/index.ts';
import { emptyDataDir } from '../../cli/cli-process.ts';

it('the sessions of a user who is deleted end in the feed, so that guards refuse their tokens', async () => {
  const settings = coreEnvSchema.parse({});
  const at = { host: '127.0.0.1', port: 0, dataDir: await emptyDataDir(), apiKeys: [], settings };
  const core = await startCore(at);
  const ledger = await fileLedger({ dataDir: await emptyDataDir() });
  onTestFinished(async () => {
    await ledger.close();
    await core.close();
  });
  SuperTokens.init({
    telemetry: false,
    supertokens: { connectionURI: core.url },
    appInfo: { appName: 'shop', apiDomain: 'http://localhost', websiteDomain: 'http://localhost' },
    recipeList: [Session.init(), EmailPassword.init()],
    experimental: { plugins: [losslessClaims({ lock: inProcessLock(), ledger })] },
  });
  const user = await EmailPassword.signUp('public', 'ada@example.com', 'correct-horse-1');
  if (user.status !== 'OK') throw new Error(user.status);
  const session = await Session.createNewSessionWithoutRequestResponse('public', user.recipeUserId);
  await session.mergeIntoAccessTokenPayload({ plan: 'PRO' });
  await SuperTokens.deleteUser(user.user.id);
  expect(await Session.getSessionInformation(session.getHandle())).toBeUndefined();
  const { events } = await ledger.events({ sinceMillis: 0 }, 500);
  expect(events.map(({ entry }) => entry.kind)).toEqual(['WRITE', 'ENDED']);
});
