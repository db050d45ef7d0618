/** What is said of an error to whoever has given a command. */
export function reasonOf(error: unknown): string {
  const parts = error instanceof AggregateError ? error.errors.map(reasonOf) : [];
  if (parts.length > 0) return [...new Set(parts)].join(', ');
  return error instanceof Error ? error.message : 'no reason is known';
}
