import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process of a test's own. */
export interface TestProcess {
  readonly child: ChildProcess;
  /** What it has printed so far, on both streams. */
  readonly output: () => string;
  /** Resolves with the first line, past or future, that matches. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends it, and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

type Environment = Readonly<Record<string, string>>;

/** Starts `node` with these arguments; nothing of the test's own environment but PATH and HOME reaches it. */
export function startNode(args: readonly string[], env: Environment = {}): TestProcess {
  return startCommand(process.execPath, args, env, process.cwd());
}

/** Starts a command in a folder, as {@link startNode} does. */
export function startCommand(command: string, args: readonly string[], env: Environment, cwd: string): TestProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, args, { cwd, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  }
  const ended = once(child, 'close');
  return {
    child,
    output: () => lines.join('\n'),
    line: (pattern) => firstMatch(lines, waiting, pattern, ended),
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

function firstMatch(
  lines: readonly string[],
  waiting: Set<() => void>,
  pattern: RegExp,
  ended: Promise<unknown>,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const match = lines.map((line) => pattern.exec(line)).find((found) => found !== null);
      if (match === undefined) return;
      waiting.delete(look);
      resolve(match);
    };
    waiting.add(look);
    look();
    void ended.then(() => {
      reject(new Error(`the process ended without a line like ${pattern.source}:\n${lines.join('\n')}`));
    });
  });
}
