/** What the tabs of a browser tell one another. */
export interface Sharing<Message> {
  readonly tell: (message: Message) => void;
  readonly signal: AbortSignal;
}

/** What one tab does for all: it tells them, until it is aborted. */
export type Run<Message> = (sharing: Sharing<Message>) => Promise<void>;

/** Runs something in one tab of all that run it by this name. */
export type InOneTab = <Message>(name: string, sharing: Sharing<Message>, run: Run<Message>) => void;
