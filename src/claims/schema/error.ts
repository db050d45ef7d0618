/** One fault of the claims file: where it is, what is wrong and what to write instead. */
export interface ClaimsSchemaFault {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** The owner's claims file cannot be used. The message is for the terminal: one line for each fault, `file:line: what`. */
export class ClaimsSchemaError extends Error {
  /** All faults that were found, in the order of the file. */
  readonly faults: readonly ClaimsSchemaFault[];

  constructor(faults: readonly ClaimsSchemaFault[]) {
    const inOrder = faults.toSorted((a, b) => a.line - b.line);
    super(inOrder.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'));
    this.name = 'ClaimsSchemaError';
    this.faults = inOrder;
  }
}
