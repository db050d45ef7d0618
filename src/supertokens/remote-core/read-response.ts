import type { Answer } from './exchange.ts';

/**
 * A response whose text is here already, to be read as text or JSON, as the SDK does: it has no stream, and can be read
 * again and again.
 */
export class ReadResponse extends Response {
  static {
    // The SDK hands them on and nobody reads them: they are put together for who does.
    Object.defineProperty(this.prototype, 'headers', {
      get(this: ReadResponse): Headers {
        return new Headers(pairsOf(this.#received));
      },
    });
  }

  readonly #text: string;
  readonly #received: Answer['headers'];
  /** What was found in the text, to know whose answer it is: the first who asks gets that. */
  #unread: { readonly json: unknown } | null;

  /** @param json what is in the text; undefined where that is not known */
  constructor({ status, text, headers }: Answer, json?: unknown) {
    super(null, { status });
    this.#text = text;
    this.#received = headers;
    this.#unread = json === undefined ? null : { json };
  }

  override readonly text = (): Promise<string> => Promise.resolve(this.#text);

  override readonly json = async (): Promise<unknown> => {
    const unread = this.#unread;
    this.#unread = null;
    return Promise.resolve(unread === null ? JSON.parse(this.#text) : unread.json);
  };

  override readonly clone = (): this => this;
}

function pairsOf(received: Answer['headers']): [string, string][] {
  return Object.entries(received).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
}
