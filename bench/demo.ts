import { join } from 'node:path';

import { createApiKey } from '../src/claims/access/api-key.ts';
import { send } from '../test/support/caller.ts';
import { type AppSession, connectSdkApp, type SdkApp } from '../test/support/sdk-app.ts';
import { signUp, type TestUser } from '../test/support/user.ts';
import { Stage } from './lib/stage.ts';

const ROOT = join(import.meta.dirname, '..');
const MINE = `mutation ($claims: MyClaimsPatch!) {
  updateMyClaims(input: { claims: $claims }) { userErrors { code } }
}`;
const USER = `mutation ($user: UserSelector!, $claims: UserClaimsPatch!) {
  updateUserClaims(input: { user: $user, claims: $claims }) { sessions { status } }
}`;

/** What the demonstration plays with. */
interface World {
  readonly url: string;
  readonly apiKey: string;
  readonly plain: SdkApp;
}

const stage = new Stage();
process.once('SIGINT', () => void stage.clear().then(() => process.exit(130)));
try {
  const world = await start();
  console.log('updateMyClaims: a user changes their own session. The response brings the new token.\n');
  const user = await methodOne(world);
  console.log('\nupdateUserClaims: a back end changes every session of the user. Each shows it when it refreshes.\n');
  await methodTwo(world, user);
  console.log('\nThe same on one core, written by hand with the plain SDK and with Claimset:\n');
  printTable([await bothMerges(world), await removedClaim(world), await selfMadeAdministrator(world)]);
} finally {
  await stage.clear();
}

async function start(): Promise<World> {
  const core = stage.command('core', { PORT: '0', DATA_DIR: await stage.folder() });
  const [, uri = ''] = await core.line(/^Session core\s+(http:\S+)$/);
  const { key, entry } = createApiKey('demo', ['claims:write']);
  const claimset = stage.command('start', {
    PORT: '0',
    DATA_DIR: await stage.folder(),
    SUPERTOKENS_CONNECTION_URI: uri,
    EMAIL_PASSWORD: 'on',
    API_KEYS: entry,
    LOG_LEVEL: 'fatal',
    RATE_LIMITS: 'off',
  });
  const app = stage.script(join(ROOT, 'test/fixtures/sdk-app.ts'), [], { CORE_URI: uri });
  const [[, url = ''], [, appUrl = '']] = await Promise.all([
    claimset.line(/^GraphQL\s+(http:\S+)\/graphql$/),
    app.line(/^READY (\S+)$/),
  ]);
  return { url, apiKey: key, plain: connectSdkApp(appUrl) };
}

async function methodOne({ url }: World): Promise<TestUser> {
  const user = await signUp(url);
  console.log(`  token before   ${claimsIn(user.session.token)}`);
  console.log(
    '  mutation       updateMyClaims(input: { claims: { theme: DARK, additional: { newKey: "newValue" } } })',
  );
  await user.session.send(MINE, { claims: { theme: 'DARK', additional: { newKey: 'newValue' } } });
  console.log(`  token after    ${claimsIn(user.session.token)}`);
  return user;
}

async function methodTwo({ url, apiKey }: World, user: TestUser): Promise<void> {
  const other = await user.signIn();
  const variables = { user: { id: user.id }, claims: { plan: 'PRO' } };
  console.log(`  token before   ${claimsIn(other.token)}`);
  console.log('  mutation       updateUserClaims(input: { user: { id: ... }, claims: { plan: PRO } })');
  const { data } = await send(url, USER, variables, { 'x-api-key': apiKey });
  console.log(`  answer         ${JSON.stringify(data)}`);
  await other.refresh();
  console.log(`  after refresh  ${claimsIn(other.token)}`);
  console.log(`  new sign-in    ${claimsIn((await user.signIn()).token)}`);
}

/** A case: what somebody does, and what becomes of it. */
type Row = readonly [about: string, plainSdk: string, claimset: string];

/** L1 */
async function bothMerges(world: World): Promise<Row> {
  const [one, other] = [await world.plain.signIn(), await world.plain.signIn()];
  await world.plain.call('/merge', { newKey: 1 }, one.accessToken);
  await world.plain.call('/merge', { app_b: 2 }, one.accessToken);
  await mine(world, other, { newKey: 1 });
  await mine(world, other, { app_b: 2 });
  const isLost = !('newKey' in (await stored(world, one)));
  const isKept = 'newKey' in (await stored(world, other)) && 'app_b' in (await stored(world, other));
  return [
    'L1  two merges from the same token',
    isLost ? 'the first one is LOST' : 'both kept',
    isKept ? 'both kept' : 'one is LOST',
  ];
}

/** L3 */
async function removedClaim(world: World): Promise<Row> {
  const [one, other] = [await world.plain.signIn({ admin: true }), await world.plain.signIn({ admin: true })];
  await world.plain.call('/merge-by-handle', { handle: one.handle, patch: { admin: null } });
  await world.plain.call('/merge', { newKey: 1 }, one.accessToken);
  const variables = { user: { id: other.userId }, claims: { additional: { admin: null } } };
  await send(world.url, USER, variables, { 'x-api-key': world.apiKey });
  await mine(world, other, { newKey: 1 });
  const fate = async (session: AppSession) =>
    'admin' in (await stored(world, session)) ? 'admin is BACK' : 'stays removed';
  return ['L3  "admin" is removed, then the old token merges', await fate(one), await fate(other)];
}

/** L9 */
async function selfMadeAdministrator(world: World): Promise<Row> {
  const [one, other] = [await world.plain.signIn(), await world.plain.signIn()];
  const role = { 'st-role': { v: ['admin'], t: 0 } };
  await world.plain.call('/merge', role, one.accessToken);
  await mine(world, other, role);
  const fate = async (session: AppSession) =>
    'st-role' in (await stored(world, session)) ? 'accepted: he IS admin' : 'refused';
  return ['L9  a user writes his own roles', await fate(one), await fate(other)];
}

function mine({ url }: World, session: AppSession, additional: object) {
  return send(url, MINE, { claims: { additional } }, { authorization: `Bearer ${session.accessToken}` });
}

async function stored({ plain }: World, { handle }: AppSession): Promise<object> {
  return Object(await plain.stored(handle)) as object;
}

/** The claims of a token, without the token's own members and the marker of the ledger. */
function claimsIn(token: Record<string, unknown>): string {
  const own = /^(sub|rsub|tId|sessionHandle|iat|exp|iss|antiCsrfToken|st-cset|.*[rR]efreshTokenHash1)$/;
  return JSON.stringify(Object.fromEntries(Object.entries(token).filter(([key]) => !own.test(key))));
}

function printTable(rows: readonly Row[]): void {
  const all: readonly Row[] = [['', 'plain SDK', 'Claimset'], ...rows];
  const [first, second] = [0, 1].map((column) => Math.max(...all.map((row) => row[column === 0 ? 0 : 1].length)));
  for (const [about, plain, claimset] of all) {
    console.log(`  ${about.padEnd(first ?? 0)}  ${plain.padEnd(second ?? 0)}  ${claimset}`.trimEnd());
  }
}
