#!/usr/bin/env node
import { commands } from './cli/commands.ts';
import { describeFailure } from './cli/failure.ts';
import { main } from './cli/process.ts';
import { UsageError } from './cli/usage-error.ts';
import type { Environment } from './config/config.ts';
import { packageVersion } from './config/package-version.ts';

const USAGE = `Usage: claimset COMMAND

Commands:
${commands.map(({ usage, about }) => `  ${usage.padEnd(32)}${about}`).join('\n')}

Options:
  --help                          print this
  --version                       print the version

Everything is configured by environment variables; the README lists them.
`;

const EXIT_FAILED = 1;
const EXIT_BAD_USAGE = 2;

await main(run);

async function run([name, ...args]: readonly string[], env: Environment): Promise<number> {
  if (name === '--help' || name === 'help' || args.includes('--help')) return print(USAGE);
  if (name === '--version') return print(`${packageVersion()}\n`);
  const command = commands.find((candidate) => candidate.name === name);
  try {
    if (command === undefined)
      throw new UsageError(name === undefined ? 'a command is missing' : `there is no command ${name}`);
    await command.run(args, env);
    return 0;
  } catch (error) {
    const lines = describeFailure(error).map((line) => `claimset: ${line}\n`);
    process.stderr.write(lines.join(''));
    if (!(error instanceof UsageError)) return EXIT_FAILED;
    process.stderr.write(`\n${USAGE}`);
    return EXIT_BAD_USAGE;
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
