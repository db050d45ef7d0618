import { createStore, type Store } from '../store.ts';
import type { Prepared } from './types.ts';

const KEY = 'claimset:prepared';

/**
 * Whether the prepared operations are others than those that this browser got last time, because the claims of the
 * server have changed: GraphiQL keeps its tabs, which then may not fit. Set to false, the ones of now are taken note of.
 */
export function preparedChanged(prepared: readonly Prepared[]): Store<boolean> {
  const now = JSON.stringify(prepared);
  const last = localStorage.getItem(KEY);
  const isChanged = createStore(last !== null && last !== now);
  const note = (): void => {
    if (!isChanged.get()) localStorage.setItem(KEY, now);
  };
  isChanged.subscribe(note);
  note();
  return isChanged;
}
