import { z } from 'zod';

const changesShape = z.object({
  added: z.array(z.string()),
  updated: z.array(z.string()),
  removed: z.array(z.string()),
});
const tokenSizeShape = z.object({ bytes: z.number(), limit: z.number() });

/** What the API says of one session, or of the claims for future ones. */
export const outcomeShape = z.object({
  status: z.string(),
  changes: changesShape.nullable(),
  tokenSize: tokenSizeShape.nullish(),
  message: z.string().nullish(),
});

/** What of each payload is asked for; the shapes above. */
export const CHANGES = 'changes { added updated removed }';
export const TOKEN_SIZE = 'tokenSize { bytes limit }';

/** Faults of the input, as every payload has them. */
export const userErrorsShape = z.array(z.object({ message: z.string() }));

/** What a change did to one thing, or would do. */
export interface Outcome extends z.infer<typeof outcomeShape> {
  /** To what, for people. */
  readonly name: string;
}

/** What came of a change, or would come of it. */
export interface ChangeAnswer {
  /** What is wrong, for people; where something is, nothing was written. */
  readonly faults: readonly string[];
  readonly outcomes: readonly Outcome[];
}

/** Which keys a change names, for people: `+ a, ~ b, − c`. */
export function changesText({ added, updated, removed }: z.infer<typeof changesShape>): string {
  const marked = [added.map((key) => `+ ${key}`), updated.map((key) => `~ ${key}`), removed.map((key) => `− ${key}`)];
  return marked.flat().join(', ');
}
