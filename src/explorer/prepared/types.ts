/** An operation that the page has ready. */
export interface Prepared {
  /** The operation's name, which is what GraphiQL calls its tab. */
  readonly name: string;
  readonly text: string;
}
