/** One server-sent event. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** The position to go on from; null where the event names none. */
  readonly id: string | null;
}

/** An event that is longer is none of a feed's. */
const MAX_EVENT_CHARACTERS = 65_536;

/**
 * Reads a stream of server-sent events, chunk by chunk (HTML standard, section 9.2.6, without `retry`).
 * @throws RangeError where an event has no end
 */
export function eventReader(): (chunk: string) => ServerSentEvent[] {
  let rest = '';
  return (chunk) => {
    // A carriage return at the end of a chunk may be the half of a line's end.
    const text = rest + chunk;
    const isHalf = text.endsWith('\r');
    const blocks = (isHalf ? text.slice(0, -1) : text).replaceAll(/\r\n?/g, '\n').split('\n\n');
    rest = (blocks.pop() ?? '') + (isHalf ? '\r' : '');
    if (rest.length > MAX_EVENT_CHARACTERS) throw new RangeError('the feed sent an event without an end');
    return blocks.flatMap((block) => readEvent(block) ?? []);
  };
}

function readEvent(block: string): ServerSentEvent | null {
  const fields = { event: 'message', data: [] as string[], id: null as string | null };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') fields.event = value;
    else if (name === 'data') fields.data.push(value);
    else if (name === 'id') fields.id = value;
  }
  return fields.data.length === 0 ? null : { ...fields, data: fields.data.join('\n') };
}
