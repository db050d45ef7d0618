import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const SRC = join(ROOT, 'src');

/** One import of a file of `src`. */
export interface Import {
  /** From the root of the repository. */
  readonly file: string;
  readonly specifier: string;
  /** Whether it is gone when the program runs. */
  readonly isType: boolean;
  /** The file that it names, from the root of the repository; null for packages. */
  readonly target: string | null;
}

/** The hand-written files of `src`, from the root of the repository. */
export function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('generated'))
    .map((name) => join('src', name));
}

/** The text of a file. */
export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** What a file imports. */
export function importsOf(file: string): Import[] {
  const pattern = /(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|import\s*\(?\s*'([^']+)'/g;
  return [...textOf(file).matchAll(pattern)].map(([, type, from, bare]) => {
    const specifier = from ?? bare ?? '';
    const target = specifier.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), specifier)) : null;
    return { file, specifier, isType: type !== undefined, target };
  });
}

/** The folder of `src` that a file is in; empty for files beside `server.ts`. */
export function folderOf(file: string): string {
  const [folder = '', ...rest] = relative('src', file).split('/');
  return rest.length > 0 ? folder : '';
}

/** Files that a file imports, and those that they import, and so on. */
export function reachableFrom(file: string, imports: readonly Import[], found = new Set<string>()): Set<string> {
  for (const { target } of imports.filter((one) => one.file === file)) {
    if (target === null || found.has(target)) continue;
    found.add(target);
    reachableFrom(target, imports, found);
  }
  return found;
}
