import type { ChangeEvent, FeedClock } from '../guard/wire.ts';

/** One server-sent event. JSON has no line's end, and positions have none. */
function frame(event: string, position: string | null, data: object): string {
  return `${position === null ? '' : `id: ${position}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function changeFrame(position: string, change: ChangeEvent): string {
  return frame('change', position, change);
}

export function clockFrame(event: 'ready' | 'heartbeat', position: string | null, clock: FeedClock): string {
  return frame(event, position, clock);
}

export function gapFrame(): string {
  return frame('gap', null, {});
}
