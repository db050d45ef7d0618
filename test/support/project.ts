import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { z } from 'zod';

import { temporaryFolder } from './claimset.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A TypeScript project of somebody who uses Claimset, in a folder of its own. */
export interface Project {
  readonly folder: string;
  write(path: string, text: string): void;
  /** Runs `node` in the folder. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<ProjectRun>;
  /** Checks the types of everything in `src`, declarations of packages included. */
  typecheck(): Promise<ProjectRun>;
}

/** How a command ended. */
export interface ProjectRun {
  readonly code: number;
  readonly output: string;
}

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2022'],
    module: 'NodeNext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  },
  include: ['src'],
};

/** A project in which `claimset` and what our own tests have installed is installed. */
export async function createLinkedProject(): Promise<Project> {
  const folder = await temporaryFolder();
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  symlinkSync(ROOT, join(modules, 'claimset'));
  return projectIn(folder);
}

/** A linked project with another version of the SDK: `claimset` lies in it as npm would put it, beside that version. */
export async function createProjectWithSdk(installedAs: string): Promise<Project> {
  const project = await createLinkedProject();
  const modules = join(project.folder, 'node_modules');
  for (const name of ['claimset', 'supertokens-node']) rmSync(join(modules, name));
  symlinkSync(join(ROOT, 'node_modules', installedAs), join(modules, 'supertokens-node'));
  const isPage = (path: string): boolean => path.endsWith('/explorer');
  for (const name of ['dist', 'schema', 'package.json']) {
    cpSync(join(ROOT, name), join(modules, 'claimset', name), { recursive: true, filter: (path) => !isPage(path) });
  }
  return project;
}

/** A project in a folder that has its `node_modules` already, or is about to get them. */
export function projectIn(folder: string): Project {
  const write: Project['write'] = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  write('tsconfig.json', JSON.stringify(TSCONFIG));
  const run: Project['run'] = (args, env = {}) => runNode(folder, args, env);
  return {
    folder,
    write,
    run,
    typecheck: () => run([join(ROOT, 'node_modules/typescript/bin/tsc'), '--project', folder]),
  };
}

const failedRun = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });

async function runNode(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const { PATH = '', HOME = '' } = process.env;
  try {
    const options = { cwd, env: { PATH, HOME, ...env } };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, options);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = failedRun.parse(error);
    return { code, output: stdout + stderr };
  }
}
