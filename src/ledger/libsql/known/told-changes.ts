import { keepNewest } from '../../keep-newest.ts';
import type { IntentRows } from '../../sql/statements.ts';

/** Changes that are brought to one session after another at a time. */
const MAX_CHANGES = 100;

/** What the database knows of the newest changes: one that is brought to a thousand sessions is told to it once. */
export class ToldChanges {
  /** The keys of each change. */
  readonly #keys = new Map<string, Set<string>>();

  /** What is new to the database. */
  without(rows: IntentRows): IntentRows {
    const { changes, keys } = rows;
    return {
      ...rows,
      changes: changes.filter(({ id }) => !this.#keys.has(id)),
      keys: keys.filter(({ change_id: id, key }) => this.#keys.get(id)?.has(key) !== true),
    };
  }

  /** These were committed. */
  add({ changes, keys }: IntentRows): void {
    for (const { id } of changes) this.#keys.set(id, new Set());
    for (const { change_id: id, key } of keys) this.#keys.get(id)?.add(key);
    keepNewest(this.#keys, MAX_CHANGES);
  }

  /** Some are about to be deleted. */
  clear(): void {
    this.#keys.clear();
  }
}
