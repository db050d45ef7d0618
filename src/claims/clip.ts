const LONGEST = 500;

/**
 * A text of a caller's without its middle where it is too long to be sent back. What refuses a value prints it whole,
 * says before it where it stands, and after it what is wrong.
 */
export function clip(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST / 2)} [...] ${text.slice(-LONGEST / 2)}`;
}
