import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

/** A step of the Dockerfile. */
export interface Step {
  readonly keyword: string;
  readonly value: string;
}

/** What the Dockerfile says: its stages, each from its own folder. */
export interface Dockerfile {
  readonly build: readonly Step[];
  readonly image: readonly Step[];
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
  readonly user: string;
}

const words = z.array(z.string());

/** Reads `deploy/Dockerfile`. */
export function dockerfile(): Dockerfile {
  const text = readFileSync(join(import.meta.dirname, '../../deploy/Dockerfile'), 'utf8');
  const steps = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): Step => {
      const [, keyword = '', value = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
      if (keyword === '') throw new Error(`no step: ${line}`);
      return { keyword, value };
    });
  const starts = steps.flatMap(({ keyword }, index) => (keyword === 'FROM' ? [index] : []));
  const [build = [], image = []] = starts.map((start, stage) => steps.slice(start, starts[stage + 1]));
  const valuesOf = (name: string) => image.filter(({ keyword }) => keyword === name).map(({ value }) => value);
  const wordsOf = (name: string) => words.parse(JSON.parse(/\[.*\]/.exec(valuesOf(name).join())?.[0] ?? ''));
  const pairs = valuesOf('ENV').flatMap((value) => value.split(' '));
  return {
    build,
    image,
    environment: Object.fromEntries(pairs.map((pair) => pair.split('=', 2) as [string, string])),
    command: wordsOf('CMD'),
    healthCheck: wordsOf('HEALTHCHECK'),
    user: valuesOf('USER').join(),
  };
}
