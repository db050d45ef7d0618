import type { Answer } from './exchange.ts';

/**
 * A response whose text is here already, to be read as text or JSON, as the SDK does: it has no stream, and can be read
 * again and again. A `Response` of Node's for each would be a fifth of the call; one is made for who asks for more.
 */
export class ReadResponse implements Response {
  readonly status: number;
  readonly #answer: Answer;
  /** What was found in the text, to know whose answer it is: the first who asks gets that. */
  #unread: { readonly json: unknown } | null;
  #headers: Headers | undefined;
  #whole: Response | undefined;

  /** @param json what is in the text; undefined where that is not known */
  constructor(answer: Answer, json?: unknown) {
    this.status = answer.status;
    this.#answer = answer;
    this.#unread = json === undefined ? null : { json };
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  text(): Promise<string> {
    return Promise.resolve(this.#answer.text);
  }

  async json(): Promise<unknown> {
    const unread = this.#unread;
    this.#unread = null;
    return Promise.resolve(unread === null ? JSON.parse(this.#answer.text) : unread.json);
  }

  clone(): this {
    return this;
  }

  get headers(): Headers {
    return (this.#headers ??= headersOf(this.#answer));
  }
  get statusText(): string {
    return this.#response.statusText;
  }
  get type(): Response['type'] {
    return this.#response.type;
  }
  get url(): string {
    return this.#response.url;
  }
  get redirected(): boolean {
    return this.#response.redirected;
  }
  get body(): Response['body'] {
    return this.#response.body;
  }
  get bodyUsed(): boolean {
    return this.#response.bodyUsed;
  }
  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#response.arrayBuffer();
  }
  blob(): ReturnType<Response['blob']> {
    return this.#response.blob();
  }
  formData(): Promise<FormData> {
    return Promise.reject(new TypeError('The core answers with text, and never with a form.'));
  }

  get #response(): Response {
    const { status, text } = this.#answer;
    return (this.#whole ??= new Response(text === '' ? null : text, { status, headers: this.headers }));
  }
}

function headersOf({ headers }: Answer): Headers {
  const read = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) read.append(name, one);
  }
  return read;
}
