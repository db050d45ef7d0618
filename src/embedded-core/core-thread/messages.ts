import type { CoreLog, RunningCore } from '../options.ts';

/** What the thread of a core tells the one that started it. */
export type FromCore =
  | Pick<RunningCore, 'url' | 'apiKey'>
  /** `fields`: what the system says of an error besides its message, such as its code. */
  | { readonly failed: string; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly log: keyof CoreLog; readonly details: object; readonly message: string };
