import type { Result } from './row.ts';

const HEADS = ['what', 'figure', 'must', '', 'beside'];

/** The results as text, one line each. */
export function showTable(results: readonly Result[]): string {
  const lines = [HEADS, ...results.map(cells)];
  const widths = HEADS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => `${pad(line, widths)}\n`).join('');
}

function cells({ what, figure, must, isMet, beside }: Result): string[] {
  return [what, figure, must, isMet === null ? '' : isMet ? 'yes' : 'NO', beside];
}

function pad(line: readonly string[], widths: readonly number[]): string {
  return line
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd();
}
