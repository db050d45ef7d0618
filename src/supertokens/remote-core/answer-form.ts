import { z } from 'zod';

const members = z.record(z.string(), z.unknown());
/** What the core has to say is a status in capitals (docs/core-contract.md), with more where it is OK. */
const outcome = z.looseObject({ status: z.string().regex(/^[A-Z][A-Z_]*$/) });
const withOk = (ok: z.ZodType): z.ZodType =>
  outcome.refine((answer) => answer.status !== 'OK' || ok.safeParse(answer).success);

const session = withOk(z.object({ session: members }));
const FORMS: readonly (readonly [call: RegExp, form: z.ZodType])[] = [
  [/^GET .*\/apiversion$/, z.object({ versions: z.array(z.string()) })],
  [/^GET .*\/\.well-known\/jwks\.json$/, z.object({ keys: z.array(members) })],
  [/^GET .*\/recipe\/session$/, withOk(z.object({ sessionHandle: z.string(), userDataInJWT: members }))],
  [/^POST .*\/recipe\/session(\/(verify|refresh|regenerate))?$/, session],
  [/^(GET|PUT) .*\/recipe\/user\/metadata$/, withOk(z.object({ metadata: members }))],
  [/./, outcome],
];

/** What the core has answered. */
export interface CoreAnswer {
  /** Its JSON; undefined where it is none. */
  readonly json: unknown;
}

/**
 * The answer, where it can be the core's, else null. A gateway's page or its `{}`, sent with 200, must not be taken for a
 * write that was done, or for a session that has ended.
 * @param call the method and the path of what was asked, without a query
 */
export function answerOfCore(call: string, status: number, text: string): CoreAnswer | null {
  // Where it refuses something, the core says why in plain words.
  if (status !== 200) return text.trimStart().startsWith('<') ? null : { json: undefined };
  const json = parsed(text);
  return formOf(call).safeParse(json).success ? { json } : null;
}

function formOf(call: string): z.ZodType {
  return FORMS.find(([pattern]) => pattern.test(call))?.[1] ?? outcome;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
