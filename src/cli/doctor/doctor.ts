import { type Config, ConfigError, type Environment, parseConfig } from '../../config/config.ts';
import { expectNoArguments } from '../arguments.ts';
import { checkCore } from './core.ts';
import { type Finding, right, wrong } from './finding.ts';
import { checkLedgerFile } from './ledger-file.ts';
import { checkPostgres } from './postgres.ts';
import { checkClaims, checkCookies, checkKeys, checkStorage } from './settings.ts';

/**
 * Looks at everything that the server would use, and makes or changes nothing. One line each.
 * @throws Error where something is wrong, with how much; warnings are none
 */
export async function doctor(args: readonly string[], env: Environment): Promise<void> {
  expectNoArguments(args);
  const findings = await examine(env);
  const width = Math.max(...findings.map(({ part }) => part.length));
  for (const { level, part, message } of findings) {
    process.stdout.write(`${level.padEnd('warning'.length)}  ${part.padEnd(width)}  ${message}\n`);
  }
  const count = findings.filter(({ level }) => level === 'wrong').length;
  if (count > 0) throw new Error(`${count} of ${findings.length} are wrong: the lines above say what to do`);
}

async function examine(env: Environment): Promise<Finding[]> {
  const read = readConfig(env);
  if (!('config' in read)) return read.faults.map((fault) => wrong('configuration', fault));
  const { config } = read;
  const elsewhere = await Promise.all([checkCore(config), checkPostgres(config)]);
  return [
    right('configuration', 'every variable can be read'),
    ...checkKeys(config),
    ...checkClaims(config),
    ...checkCookies(config),
    ...checkStorage(config),
    ...checkLedgerFile(config, Date.now()),
    ...elsewhere.flat(),
  ];
}

function readConfig(env: Environment): { readonly config: Config } | { readonly faults: readonly string[] } {
  try {
    return { config: parseConfig(env) };
  } catch (error) {
    if (error instanceof ConfigError) return { faults: error.faults };
    throw error;
  }
}
