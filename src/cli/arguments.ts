import { UsageError } from './usage-error.ts';

/** For commands that take nothing. */
export function expectNoArguments(args: readonly string[]): void {
  if (args.length > 0) throw new UsageError(`this command takes no arguments: ${args.join(' ')}`);
}

/** The email address of a user. */
export function readEmail(arg: string | undefined): string {
  if (arg?.includes('@') !== true) throw new UsageError('the email address of the user is missing');
  return arg;
}

/** Words of a list, each once, in the order in which they are given. */
export function readWords<Word extends string>(args: readonly string[], what: string, known: readonly Word[]): Word[] {
  if (args.length === 0) throw new UsageError(`a ${what} is missing: ${known.join(', ')}`);
  const found = args.map((arg) => known.find((word) => word === arg));
  const unknown = args.filter((_arg, index) => found[index] === undefined);
  if (unknown.length > 0) {
    throw new UsageError(`there is no ${what} ${unknown.join(', ')}: there are ${known.join(', ')}`);
  }
  return [...new Set(found.filter((word) => word !== undefined))];
}
