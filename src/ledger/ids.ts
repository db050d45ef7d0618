import { randomUUID } from 'node:crypto';

const COUNTER_LIMIT = 0x1000;
/** The variant of RFC 9562, and zeros. */
const LOWEST_TAIL = '8000-000000000000';

/** Ids of changes: UUIDv7 (RFC 9562), those of one process in the order in which they were made. */
export function changeIds(now: () => number = Date.now): () => string {
  let millis = 0;
  let counter = 0;
  return () => {
    counter += 1;
    if (now() > millis || counter === COUNTER_LIMIT) {
      millis = Math.max(now(), millis + 1);
      counter = 0;
    }
    // Of a random UUID, whose tail has the same form: Node keeps some in reserve, and asks the system seldom.
    return uuidV7(millis, counter, randomUUID().slice(-LOWEST_TAIL.length));
  };
}

/** The lowest id of a time: all changes since then have a greater one. */
export function firstIdAt(millis: number): string {
  return uuidV7(millis, 0, LOWEST_TAIL);
}

function uuidV7(millis: number, counter: number, tail: string): string {
  const time = millis.toString(16).padStart(12, '0');
  const version = `7${counter.toString(16).padStart(3, '0')}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${tail}`;
}
