import { randomBytes } from 'node:crypto';

const COUNTER_LIMIT = 0x1000;

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
    return uuidV7(millis, counter, randomBytes(8));
  };
}

/** The lowest id of a time: all changes since then have a greater one. */
export function firstIdAt(millis: number): string {
  return uuidV7(millis, 0, new Uint8Array(8));
}

function uuidV7(millis: number, counter: number, random: Uint8Array): string {
  const time = millis.toString(16).padStart(12, '0');
  const tail = Buffer.from(random);
  tail[0] = 0x80 | ((tail[0] ?? 0) & 0x3f);
  const hex = tail.toString('hex');
  const version = `7${counter.toString(16).padStart(3, '0')}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${hex.slice(0, 4)}-${hex.slice(4)}`;
}
