import { z, type ZodType } from 'zod';

import type { Transport } from './transport.ts';

/** Why there is no answer, or only a part of one. */
export interface ApiFault {
  /** Null: it did not come from the API. */
  readonly code: string | null;
  readonly message: string;
}

/** What the API answered: with `data`, `faults` are those of its parts. */
export interface Asked<Data> {
  readonly data: Data | null;
  readonly faults: readonly ApiFault[];
}

/** Asks the API for something of a shape; the panels do all that they do in this way. */
export type Ask = <Data>(shape: ZodType<Data>, query: string, variables?: object) => Promise<Asked<Data>>;

/** By this the log tells what a panel asks from what a person does. */
export const ASKED_BY_A_PANEL = { 'graphql-client-name': 'claimset-explorer-panel' };

const errorShape = z.looseObject({
  message: z.string(),
  extensions: z.looseObject({ code: z.string().optional() }).optional(),
});
const answerShape = z.object({ data: z.unknown().optional(), errors: z.array(errorShape).optional() });

/** @throws ZodError where the server answers what its contract does not have */
export function createAsk(send: Transport): Ask {
  return async (shape, query, variables = {}) => {
    const { data, errors = [] } = answerShape.parse(await send({ query, variables }, ASKED_BY_A_PANEL));
    const faults = errors.map(({ message, extensions }) => ({ code: extensions?.code ?? null, message }));
    return { data: data === null || data === undefined ? null : shape.parse(data), faults };
  };
}
