import type { InOneTab, Run, Sharing } from './sharing.ts';

/**
 * Runs something in one tab of all that run it by this name; when that tab is closed, in another one. A browser has six
 * connections to a host, and each stream of events takes one.
 */
export const inOneTab: InOneTab = <Message>(
  name: string,
  { signal, tell }: Sharing<Message>,
  run: Run<Message>,
): void => {
  // Pages that are not served securely have no locks.
  if (!window.isSecureContext) {
    void run({ tell, signal });
    return;
  }
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (!signal.aborted) tell(data);
  };
  const tellAll = (message: Message): void => {
    channel.postMessage(message);
    tell(message);
  };
  navigator.locks
    .request(name, { signal }, () => run({ tell: tellAll, signal }))
    // It was aborted before it had its turn.
    .catch(() => undefined)
    .finally(() => {
      channel.close();
    });
};
