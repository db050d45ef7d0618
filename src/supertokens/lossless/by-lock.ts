import type { LockedSection } from './section.ts';
import { type AnyOrder, concludeEnded, concludeFailed, concludeWritten, fold, writerOf } from './together/order.ts';

/** The rule where the lock alone keeps the order: what all of them make of what is stored is written once. */
export async function changeByLock(section: LockedSection, orders: readonly AnyOrder[]): Promise<void> {
  const writer = writerOf(orders);
  const found = await section.read(() => writer.store.read());
  if (found === null) {
    for (const order of orders) order.end();
    return;
  }
  const folded = fold(orders, found, { isOpen: false, recordsAll: false });
  for (const order of folded.idle) order.unchanged(found);
  if (folded.steps.length === 0) return;
  const { payload } = folded;
  try {
    if (await section.lastWrite(() => writer.write(payload, found)))
      concludeWritten(folded, writer, { ...found, payload });
    else concludeEnded(folded);
  } catch (error) {
    concludeFailed(folded, error);
  }
}
