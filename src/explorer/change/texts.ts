import type { JsonValue } from '../../claims/types.ts';
import type { Control, LeafControl } from './controls.ts';

/** What stands in the fields of a value: by the name of the member, or by the empty name where it has none. */
export type Texts = Readonly<Record<string, string>>;

/** A value, or what is wrong with what was entered, for people. */
export type Entered = { readonly value: JsonValue } | { readonly fault: string };

/** How a value stands in the fields of its control. */
export function textsOf(control: Control, value: JsonValue): Texts {
  if (control.kind !== 'members') return { '': textOf(control, value) };
  const object = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return Object.fromEntries(
    control.members.map(({ name, control: leaf }) => [name, textOf(leaf, object[name] ?? null)]),
  );
}

/** The value that was entered. The server has the last word about it. */
export function enteredValue(control: Control, texts: Texts): Entered {
  if (control.kind !== 'members') return enteredLeaf(control, texts[''] ?? '');
  const value: Record<string, JsonValue> = {};
  for (const { name, control: leaf, isRequired } of control.members) {
    const text = texts[name] ?? '';
    // An optional member that is empty is left out.
    if (text === '' && !isRequired) continue;
    const entered = enteredLeaf(leaf, text);
    if ('fault' in entered) return { fault: `${name}: ${entered.fault}` };
    value[name] = entered.value;
  }
  return { value };
}

function textOf({ kind }: LeafControl, value: JsonValue): string {
  if (value === null) return '';
  if (kind === 'lines' && Array.isArray(value)) return value.map(String).join('\n');
  if (kind === 'any' && typeof value === 'string')
    return parsedJson(value) === undefined ? value : JSON.stringify(value);
  return typeof value === 'string' && kind !== 'json' ? value : JSON.stringify(value, null, kind === 'json' ? 2 : 0);
}

function enteredLeaf({ kind }: LeafControl, text: string): Entered {
  switch (kind) {
    case 'choice':
      return text === '' ? { fault: 'Choose one.' } : { value: text };
    case 'text':
      return { value: text };
    case 'flag':
      return text === '' ? { fault: 'Choose yes or no.' } : { value: text === 'true' };
    case 'number':
      return enteredNumber(text);
    case 'lines':
      return { value: text.split('\n').filter((line) => line !== '') };
    case 'json':
      return enteredJson(text);
    case 'any':
      return { value: parsedJson(text) ?? text };
  }
}

function enteredNumber(text: string): Entered {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? { fault: 'Enter a number.' } : { value };
}

function enteredJson(text: string): Entered {
  const value = parsedJson(text);
  return value === undefined ? { fault: 'This is no JSON.' } : { value };
}

/** Undefined: it is no JSON. */
function parsedJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
