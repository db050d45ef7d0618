import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RunningCore } from '../../src/embedded-core/index.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { createLinkedProject, createProjectWithSdk } from '../support/project.ts';

/** Both ends of what `peerDependencies` allows, and where npm has put them. */
const VERSIONS = { '24.0': 'supertokens-node', '23.1': 'supertokens-node-23' };

const APPLICATION = `
import SuperTokens from 'supertokens-node';
import Session from 'supertokens-node/recipe/session/index.js';
import UserMetadata from 'supertokens-node/recipe/usermetadata/index.js';
import { inProcessLock, losslessClaims, standingClaims } from 'claimset/supertokens';

export function init(connectionURI: string): void {
  const lock = inProcessLock();
  SuperTokens.init({
    framework: 'express',
    supertokens: { connectionURI },
    appInfo: { appName: 'app', apiDomain: 'http://localhost:3000', websiteDomain: 'http://localhost:3000' },
    recipeList: [Session.init(), UserMetadata.init()],
    experimental: { plugins: [losslessClaims({ lock }), standingClaims({ lock })] },
  });
}
`;

/** Two requests that came with the same token, and one by handle. */
const CHANGES = `
import SuperTokens from 'supertokens-node';
import Session from 'supertokens-node/recipe/session/index.js';
import { init } from './src/application.ts';

init(process.env.CORE_URI);
const ada = SuperTokens.convertToRecipeUserId('ada');
const session = await Session.createNewSessionWithoutRequestResponse('public', ada, { at: 'sign-in' });
const { accessToken } = session.getAllSessionTokensDangerously();
for (const claims of [{ first: 1 }, { second: 2 }]) {
  const request = await Session.getSessionWithoutRequestResponse(accessToken);
  await request.mergeIntoAccessTokenPayload(claims);
}
await Session.mergeIntoAccessTokenPayload(session.getHandle(), { at: null, third: 3 });
const { customClaimsInAccessTokenPayload } = await Session.getSessionInformation(session.getHandle());
console.log(JSON.stringify(customClaimsInAccessTokenPayload));
`;

let core: RunningCore;

beforeAll(async () => {
  core = await startTestCore();
});

afterAll(() => core.close());

describe.each(Object.entries(VERSIONS))('an application on supertokens-node %s', (version, installedAs) => {
  it('gets plugins of the types of its own SDK', async () => {
    const project = await createProjectWithSdk(installedAs);
    project.write('src/application.ts', APPLICATION);
    expect(await project.typecheck()).toEqual({ code: 0, output: '' });
    const manifest = readFileSync(join(project.folder, 'node_modules/supertokens-node/package.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({ version: expect.stringMatching(`^${version}\\.`) as unknown });
  });

  it('keeps all claims that are changed at the same time', async () => {
    const project = await createProjectWithSdk(installedAs);
    project.write('src/application.ts', APPLICATION);
    project.write('changes.js', CHANGES);
    const { code, output } = await project.run(['--import', 'tsx', 'changes.js'], { CORE_URI: core.url });
    expect({ code, output }).toMatchObject({ code: 0 });
    const iss = 'http://localhost:3000/auth';
    expect(JSON.parse(output)).toEqual({ iss, first: 1, second: 2, third: 3 });
  });
});

it('an application whose SDK is another copy than that of claimset is told so at init', async () => {
  const project = await createLinkedProject();
  project.write(
    'application.js',
    APPLICATION.replaceAll("'supertokens-node", "'supertokens-node-23").replace(/: (string|void)/g, ''),
  );
  const { code, output } = await project.run([
    '--eval',
    "import('./application.js').then(({ init }) => init('http://127.0.0.1:9'))",
  ]);
  expect(code).toBe(1);
  expect(output).toMatch(/claimset has a copy of supertokens-node that .* \(npm ls supertokens-node\)/);
});
