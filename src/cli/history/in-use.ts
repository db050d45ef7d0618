const IN_USE = /is in use by another process/;

/**
 * Does something with the ledger's file. One process has it to itself: where that is the running server, the error says
 * what to do.
 */
export async function withLedgerFile<Result>(instead: string | null, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error) || !IN_USE.test(cause.message)) throw cause;
    const advice = `${instead === null ? '' : `${instead}, or `}stop it for as long as this command runs`;
    throw new Error(`the server runs, and without DATABASE_URL it has the ledger to itself: ${advice}`, { cause });
  }
}
