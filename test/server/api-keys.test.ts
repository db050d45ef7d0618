import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { ConfigError, parseConfig } from '../../src/config/config.ts';
import { type ApiKeys, watchApiKeys } from '../../src/server/api-keys.ts';

const [env, one, two] = ['env', 'one', 'two'].map((name) => createApiKey(name, ['claims:read']).entry) as [
  string,
  string,
  string,
];
const ADVICE = 'write the second line that `claimset api-key NAME SCOPE...` prints';

let folder: string;
let file: string;
let warnings: object[];
let watched: ApiKeys | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claimset-keys-'));
  file = join(folder, 'keys');
  warnings = [];
});

afterEach(async () => {
  await watched?.close();
  watched = undefined;
  rmSync(folder, { recursive: true });
});

function watch(text: string): void {
  writeFileSync(file, text);
  const log = { info: () => undefined, warn: (details: object) => warnings.push(details) };
  watched = watchApiKeys(parseConfig({ API_KEYS: env, API_KEYS_FILE: file }), log, 5);
}

const names = () => watched?.current().map(({ name }) => name);
const become = (expected: readonly string[]) =>
  vi.waitFor(() => {
    expect(names()).toEqual(expected);
  });

describe('API_KEYS_FILE', () => {
  it('has keys beside those of API_KEYS: an entry a line, with comments and any line ends', () => {
    watch(`# of the CRM\r\n${one}\r\n\r\n  ${two}`);
    expect(names()).toEqual(['env', 'one', 'two']);
  });

  it('is read again when it changes: keys come and go', async () => {
    watch(one);
    const changed = vi.fn();
    const ignore = watched?.onChange(changed);
    writeFileSync(file, two);
    await become(['env', 'two']);
    expect(changed).toHaveBeenCalledTimes(1);
    ignore?.();
    writeFileSync(file, '');
    await become(['env']);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(warnings).toEqual([]);
  });

  it('keeps the keys of before while a line is faulty, and warns once', async () => {
    watch(one);
    writeFileSync(file, `${two}\n\ntwo=claims:read=cs_0123456789abcdefghij\n`);
    await vi.waitFor(() => {
      expect(warnings).toHaveLength(1);
    });
    const fault = `API_KEYS_FILE: line 3: this has the key itself, not its entry; ${ADVICE}`;
    expect(warnings).toEqual([{ event: 'api_keys.faulty', faults: [fault] }]);
    expect(names()).toEqual(['env', 'one']);
    writeFileSync(file, two);
    await become(['env', 'two']);
    expect(warnings).toHaveLength(1);
  });

  it('keeps the keys of before while the file is gone, also when it comes back as it was', async () => {
    watch(one);
    rmSync(file);
    await vi.waitFor(() => {
      expect(warnings).toHaveLength(1);
    });
    expect(names()).toEqual(['env', 'one']);
    writeFileSync(file, two);
    await become(['env', 'two']);
  });

  it('stops the start where a line is faulty, or there is no such file', () => {
    expect(() => {
      watch(`${one}\n${one}\n${env}`);
    }).toThrow(
      new ConfigError([
        `API_KEYS_FILE: line 2: the name one is there twice; ${ADVICE}`,
        `API_KEYS_FILE: line 3: the name env is there twice; ${ADVICE}`,
      ]),
    );
    const config = parseConfig({ API_KEYS_FILE: join(folder, 'none') });
    expect(() => watchApiKeys(config, { info: () => undefined, warn: () => undefined })).toThrow(/cannot be read/);
  });
});
