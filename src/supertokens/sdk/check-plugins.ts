import { randomUUID } from 'node:crypto';

import SuperTokens, { type SuperTokensPlugin } from 'supertokens-node';

import type { ClaimsLock } from '../../locks/lock.ts';

/** What one of our plugins tells the others of itself. */
interface Mark {
  readonly plugin: string;
  readonly lock: unknown;
  /** Which copy of this package it comes from. */
  readonly copy: unknown;
}

/** Another one for each copy of this module that a process has loaded. */
const COPY = Symbol('claimset');

/**
 * A plugin that looks, at `SuperTokens.init`, at the plugins before it. What would lose changes later, or answer nothing
 * but errors, stops the start and says what to do.
 */
export function checkedPlugin(
  plugin: string,
  lock: ClaimsLock,
  overrideMap: NonNullable<SuperTokensPlugin['overrideMap']>,
): SuperTokensPlugin {
  const mark: Mark = { plugin, lock, copy: COPY };
  return {
    // One of its own for each call: of two plugins with the same id the SDK drops the second without a word.
    id: `claimset-${plugin}-${randomUUID()}`,
    exports: { claimset: mark },
    dependencies: (_config, pluginsAbove) => {
      const fault = pluginsAbove.map((above) => faultBeside(mark, above.exports?.['claimset'])).find(isText);
      return fault === undefined ? { status: 'OK' } : { status: 'ERROR', message: fault };
    },
    init: assertSameSdk,
    overrideMap,
  };
}

/** @throws TypeError for settings without a lock, which only TypeScript would have refused */
export function assertHasLock(plugin: string, options: unknown): void {
  const lock = isObject(options) ? options['lock'] : undefined;
  if (isObject(lock) && typeof lock['acquire'] === 'function') return;
  throw new TypeError(
    `${plugin} needs a lock: ${plugin}({ lock: inProcessLock() }), or postgresLock({ connectionString }) where several processes change claims.`,
  );
}

function faultBeside(mine: Mark, theirs: unknown): string | null {
  if (!isObject(theirs)) return null;
  const { plugin, lock, copy } = theirs;
  if (copy !== mine.copy)
    return 'Two copies of claimset are loaded, which know nothing of each other. Load claimset/supertokens in one way, by import or by require, and install one version of it (npm ls claimset).';
  if (plugin === mine.plugin) return `${mine.plugin} stands in experimental.plugins twice. Leave one of them out.`;
  if (lock !== mine.lock)
    return `${String(plugin)} and ${mine.plugin} have different locks, and would not wait for one another. Make one lock, and hand it to both.`;
  return null;
}

/** Runs when the application's SDK is initialised: then ours is too, if it is the same. */
function assertSameSdk(): void {
  try {
    SuperTokens.getAllCORSHeaders();
  } catch (cause) {
    throw new Error(
      'claimset has a copy of supertokens-node that is not the one of the application. Install one version of it (npm ls supertokens-node).',
      { cause },
    );
  }
}

function isText(value: string | null): value is string {
  return value !== null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
