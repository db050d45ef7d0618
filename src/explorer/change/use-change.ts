import { useRef, useState } from 'react';

import type { JsonObject } from '../../claims/types.ts';
import { useAction } from '../controls/use-action.ts';
import type { ChangeAnswer } from './answer.ts';
import { type Edit, emptyEdit, patchOf } from './edits.ts';
import type { Writable } from './fields.ts';

/** What a form holds of a change: its edits, what would come of them, and at last what came of them. */
export interface Change {
  readonly edits: readonly Edit[];
  readonly faults: ReadonlyMap<string, string>;
  readonly isBusy: boolean;
  /** What went wrong on the way; null: nothing. */
  readonly fault: string | null;
  /** What the dry run said of exactly these edits; null: they were not checked. */
  readonly checked: ChangeAnswer | null;
  /** What was done; null: nothing yet. */
  readonly done: ChangeAnswer | null;
  /** Why, for the history; may be empty. */
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  readonly setEdits: (edits: readonly Edit[]) => void;
  readonly newEdit: () => Edit;
  /** Nothing of what was checked holds any longer. */
  readonly touch: () => void;
  readonly check: () => void;
  readonly apply: () => void;
}

/** What is sent beside the claims. */
export interface SendOptions {
  readonly dryRun: boolean;
  /** Null: none was given. */
  readonly reason: string | null;
}

type Send = (patch: JsonObject, options: SendOptions) => Promise<ChangeAnswer>;

const NONE: ReadonlyMap<string, string> = new Map();

/** Holds a change that is entered, checked by a dry run, and sent. */
export function useChange(first: Edit | null, writable: Writable, send: Send): Change {
  const ids = useRef(0);
  const newEdit = (): Edit => emptyEdit(String((ids.current += 1)));
  const [edits, setAll] = useState<readonly Edit[]>(() => [first ?? emptyEdit('first')]);
  const [faults, setFaults] = useState(NONE);
  const [checked, setChecked] = useState<ChangeAnswer | null>(null);
  const [done, setDone] = useState<ChangeAnswer | null>(null);
  const [reason, setReason] = useState('');
  const { isBusy, fault, run } = useAction();
  const touch = (): void => {
    setChecked(null);
    setDone(null);
    setFaults(NONE);
  };
  const sendPatch = (dryRun: boolean, took: (answer: ChangeAnswer) => void): void => {
    const made = patchOf(edits, writable);
    setFaults('faults' in made ? made.faults : NONE);
    if ('faults' in made) return;
    run(async () => {
      took(await send(made.patch, { dryRun, reason: reason.trim() === '' ? null : reason }));
      return null;
    });
  };
  return {
    ...{ edits, faults, isBusy, fault, checked, done, newEdit, touch, reason, setReason },
    setEdits: (next) => {
      setAll(next);
      touch();
    },
    check: () => {
      sendPatch(true, setChecked);
    },
    apply: () => {
      sendPatch(false, (answer) => {
        setChecked(null);
        setDone(answer);
      });
    },
  };
}
