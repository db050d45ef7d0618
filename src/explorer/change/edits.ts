import type { JsonObject, JsonValue } from '../../claims/types.ts';
import type { Control } from './controls.ts';
import type { Writable } from './fields.ts';
import { enteredValue, type Texts, textsOf } from './texts.ts';

/** What is to become of one claim, as it is entered. */
export interface Edit {
  /** Tells the edits of a form apart. */
  readonly id: string;
  /** The field of a declared claim; `ADDITIONAL_CLAIM`: another one; empty: none is chosen yet. */
  readonly field: string;
  /** Of a claim that is not declared. */
  readonly key: string;
  readonly isRemoval: boolean;
  readonly texts: Texts;
}

/** What an edit has in the place of a field where its claim is not declared. No field of GraphQL has such a name. */
export const ADDITIONAL_CLAIM = '*';

/** A claim of which nothing was entered yet. */
export function emptyEdit(id: string): Edit {
  return { id, field: '', key: '', isRemoval: false, texts: {} };
}

/** The edit of a claim that is there. */
export function editOf(id: string, key: string, value: JsonValue, writable: Writable): Edit {
  const field = writable.fields.find((one) => one.key === key);
  if (field === undefined) {
    return { id, field: ADDITIONAL_CLAIM, key, isRemoval: false, texts: textsOf({ kind: 'any' }, value) };
  }
  return { id, field: field.field, key: '', isRemoval: false, texts: textsOf(field.control, value) };
}

/** How the value of an edit is entered. */
export function controlOfEdit({ field }: Edit, { fields }: Writable): Control {
  return fields.find((one) => one.field === field)?.control ?? { kind: 'any' };
}

/** The patch that edits make up, or what is wrong, by the edit's id. */
export type PatchOrFaults = { readonly patch: JsonObject } | { readonly faults: ReadonlyMap<string, string> };

/** Puts edits together; the last one of a claim counts. */
export function patchOf(edits: readonly Edit[], writable: Writable): PatchOrFaults {
  // By entries: an object takes `__proto__` for something else, and the server is to say what is wrong with it.
  const declared = new Map<string, JsonValue>();
  const additional = new Map<string, JsonValue>();
  const faults = new Map<string, string>();
  for (const edit of edits) {
    const isDeclared = edit.field !== ADDITIONAL_CLAIM;
    const name = isDeclared ? edit.field : edit.key.trim();
    const entered = edit.isRemoval ? { value: null } : enteredValue(controlOfEdit(edit, writable), edit.texts);
    if (name === '') faults.set(edit.id, isDeclared ? 'Choose a claim.' : 'Enter the key of the claim.');
    else if ('fault' in entered) faults.set(edit.id, entered.fault);
    else (isDeclared ? declared : additional).set(name, entered.value);
  }
  if (faults.size > 0) return { faults };
  const patch = Object.fromEntries(declared);
  return { patch: additional.size === 0 ? patch : { ...patch, additional: Object.fromEntries(additional) } };
}
