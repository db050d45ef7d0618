/**
 * Changes that nobody needs any more: with an id below $1, the first one of the time $2, and $3 at most. Of a stream that
 * lives stay all entries while one is open, that of the head, and each until the one after it is older than that time,
 * too: until then there may be tokens with its marker. An application without the plugin that writes such a token's
 * payload has not seen what came after; without the entry nobody could tell. What was withdrawn ends no entry's time.
 */
export function oldChanges(schema: string): string {
  const entries = `${schema}entries`;
  return `
    SELECT c.id FROM ${schema}changes c WHERE c.id < $1 AND NOT EXISTS (
      SELECT 1 FROM ${entries} e JOIN ${schema}heads h ON h.stream = e.stream
      WHERE e.change_id = c.id AND (e.marker = h.marker
        OR EXISTS (SELECT 1 FROM ${entries} o WHERE o.stream = e.stream AND o.state = 'INTENDED')
        OR coalesce((
          SELECT n.at_millis FROM ${entries} n
          WHERE n.stream = e.stream AND n.seq > e.seq AND n.state <> 'NOT_APPLIED' ORDER BY n.seq LIMIT 1
        ) >= $2, true))
    ) ORDER BY c.id LIMIT $3`;
}
