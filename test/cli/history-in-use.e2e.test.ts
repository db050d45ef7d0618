import { describe, expect, it } from 'vitest';

import { emptyDataDir, runCli, spawnCli } from './cli-process.ts';

describe('while a server runs that has its ledger in a file', () => {
  it('the commands that need the ledger say what to do instead', async () => {
    const env = { DATA_DIR: await emptyDataDir() };
    await spawnCli(['start'], { ...env, PORT: '0', METRICS: 'off' }).sees(/^Claimset\s+(http:\S+)/m);
    const said = async (...args: string[]) => {
      const { code, stderr } = await runCli(args, env);
      return { code, stderr };
    };
    const because = 'claimset: the server runs, and without DATABASE_URL it has the ledger to itself: ';
    const stop = 'stop it for as long as this command runs\n';
    expect(await said('history', 'user')).toEqual({
      code: 1,
      stderr: `${because}ask it for claimsChanges, with an API key that has claims:read and claims:audit, or ${stop}`,
    });
    expect(await said('revert', '0197')).toEqual({
      code: 1,
      stderr: `${because}send it revertClaimsChange, with an API key that has claims:write and claims:audit, or ${stop}`,
    });
    expect(await said('forget', 'user')).toEqual({ code: 1, stderr: `${because}${stop}` });
  });
});
