import { z } from 'zod';

/**
 * The variables that an editor holds; none where it is empty.
 * @throws SyntaxError, ZodError where it holds no JSON object
 */
export function variablesIn(text: string): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(parsed(text));
}

/**
 * The headers that an editor holds; none where it is empty.
 * @throws SyntaxError, ZodError where it holds no JSON object of strings
 */
export function headersIn(text: string): Record<string, string> {
  return z.record(z.string(), z.string()).parse(parsed(text));
}

function parsed(text: string): unknown {
  return text.trim() === '' ? {} : JSON.parse(text);
}
