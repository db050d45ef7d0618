import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');
const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

const report = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()),
        }),
      ),
    }),
  ),
});

/** A test that was run: what it is about, what it says, and whether that held. */
export interface RunTest {
  readonly about: string;
  readonly statement: string;
  readonly holds: boolean;
  /** What was found instead, with its counterexample; empty where it holds. */
  readonly failure: string;
}

/**
 * Runs the tests whose full title fits, in these files or in all; those that start servers find them built.
 * @throws Error where the tests could not be run at all
 */
export async function runTests(
  title: RegExp,
  files: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly RunTest[]> {
  const folder = await mkdtemp(join(tmpdir(), 'claimset-prove-'));
  const outputFile = join(folder, 'report.json');
  try {
    const args = ['run', ...files, '-t', title.source, '--reporter=json', `--outputFile=${outputFile}`];
    const output = await run(process.execPath, [VITEST, ...args], { ...env, TESTS_BUILD: 'off' });
    const json = await readFile(outputFile, 'utf8').catch(() => {
      throw new Error(`the tests could not be run:\n${output.text}`);
    });
    const { testResults } = report.parse(JSON.parse(json));
    return testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map((one) => ({
        about: one.ancestorTitles.at(-1) ?? '',
        statement: one.title,
        holds: one.status === 'passed',
        failure: one.failureMessages.slice(0, 1).map(withoutStack).join(''),
      }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function withoutStack(message: string): string {
  return message.replaceAll(/^ +at .*\n?/gm, '').trimEnd();
}

let built: Promise<void> | undefined;

/** Builds the server that real processes run, once. */
export function buildServer(): Promise<void> {
  built ??= build();
  return built;
}

async function build(): Promise<void> {
  const { code, text } = await run('npm', ['run', '--silent', 'build:server']);
  if (code !== 0) throw new Error(`the server could not be built:\n${text}`);
}

/** The test files below these folders in whose text something fits. */
export async function testFilesWith(text: RegExp, folders: readonly string[]): Promise<readonly string[]> {
  const listed = await Promise.all(
    folders.map(async (folder) => (await readdir(join(ROOT, folder))).map((name) => join(folder, name))),
  );
  const files = listed.flat().filter((file) => file.endsWith('.test.ts'));
  const texts = await Promise.all(files.map((file) => readFile(join(ROOT, file), 'utf8')));
  return files.filter((_, at) => text.test(texts[at] ?? ''));
}

/** Runs a program in the project's folder, and gives what it printed. */
export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const options = { cwd: ROOT, env: { ...process.env, ...env } };
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code: code ?? 1, text });
    });
  });
}
