import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { idOf } from '../../src/client/document.ts';
import { createClaimsClient, MySessionChangedDocument } from '../../src/client/index.ts';
import { send } from '../support/caller.ts';
import { type Claimset, runCli, startClaimset } from '../support/claimset.ts';
import { createLinkedProject, type Project } from '../support/project.ts';
import { codeBlocks, section } from '../support/readme.ts';
import { signUp } from '../support/user.ts';

const apiKey = createApiKey('crm', ['claims:read', 'claims:write']);
const [setting = ''] = codeBlocks('Trusted documents', 'ts', 'docs/operations.md');
const CODEGEN = 'node_modules/@graphql-codegen/cli/esm/bin.js';
const FILE = 'src/gql/persisted-documents.json';

let project: Project;
let claimset: Claimset;
let documents: Record<string, string>;

beforeAll(async () => {
  project = await createLinkedProject();
  project.write('claimset.graphql', (await runCli(['schema'])).output);
  project.write(
    'codegen.ts',
    `export default { schema: 'claimset.graphql', documents: 'src/*.graphql', generates: { 'src/gql/': { preset: 'client', ${setting} } } };`,
  );
  project.write('src/emails.graphql', 'query Emails($id: ID!) { user(by: { id: $id }) { emails } }');
  expect(await project.run([CODEGEN])).toMatchObject({ code: 0 });
  documents = JSON.parse(readFileSync(join(project.folder, FILE), 'utf8')) as Record<string, string>;
  claimset = await startClaimset({ API_KEYS: apiKey.entry, TRUSTED_DOCUMENTS: join(project.folder, FILE) });
});
afterAll(() => claimset.stop());

async function post(body: object) {
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey.key };
  const response = await fetch(`${claimset.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

it('an id that codegen has made is served', async () => {
  const [id] = Object.keys(documents);
  expect(documents).toEqual({ [String(id)]: expect.stringContaining('query Emails') as unknown });
  const expected = { status: 200, body: { data: { user: null } } };
  expect(await post({ documentId: id, variables: { id: 'nobody' } })).toEqual(expected);
  const sha256Hash = String(id).replace('sha256:', '');
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  expect(await post({ extensions, variables: { id: 'nobody' } })).toEqual(expected);
});

it('the same document as text is refused, and so are introspection and the page', async () => {
  for (const query of [...Object.values(documents), '{ __schema { types { name } } }']) {
    expect(await send(claimset.url, query)).toMatchObject({ status: 400, errors: [{ code: 'DOCUMENT_NOT_TRUSTED' }] });
  }
  const page = await fetch(claimset.url, { headers: { accept: 'text/html' } });
  expect([page.status, page.headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
});

it('the shipped client sends ids, which are part of the list', async () => {
  const client = { url: `${claimset.url}/graphql`, apiKey: apiKey.key };
  expect(await createClaimsClient({ ...client, trustedDocuments: true }).user({ id: 'nobody' })).toBeNull();
  await expect(createClaimsClient(client).user({ id: 'nobody' })).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
});

it('so is the subscription of the client, by its id', async () => {
  const { session } = await signUp(claimset.url);
  const response = await fetch(`${claimset.url}/graphql`, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${session.accessToken}`,
    },
    body: JSON.stringify({ documentId: idOf(MySessionChangedDocument) }),
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  await response.body?.cancel();
});

it('a file that does not fit stops the start, with what is wrong', async () => {
  project.write('wrong.json', '{"old": "{ noSuchField }"}');
  const wrong = await runCli(['start'], { TRUSTED_DOCUMENTS: join(project.folder, 'wrong.json'), PORT: '0' });
  expect(wrong.code).not.toBe(0);
  expect(wrong.output).toContain('TRUSTED_DOCUMENTS: old: Cannot query field "noSuchField" on type "Query".');
  const missing = await runCli(['start'], { TRUSTED_DOCUMENTS: 'nowhere.json', PORT: '0' });
  expect(missing.output).toContain('"nowhere.json" cannot be read');
  const open = await runCli(['start'], { TRUSTED_DOCUMENTS: join(project.folder, FILE), EXPLORER: 'on' });
  expect(open.output).toContain('EXPLORER: must be off with TRUSTED_DOCUMENTS');
  expect(section('Trusted documents', 'docs/operations.md')).toContain('DOCUMENT_NOT_TRUSTED');
});
