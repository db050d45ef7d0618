import type SuperTokens from 'supertokens-web-js';

type Configuration = Parameters<typeof SuperTokens.init>[0];
type WindowHandler = ReturnType<NonNullable<Configuration['windowHandler']>>;
type CookieHandler = ReturnType<NonNullable<Configuration['cookieHandler']>>;

/** What stands in for a browser's local storage. */
export function memoryStorage(): WindowHandler['localStorage'] {
  const items = new Map<string, string>();
  const getItemSync = (key: string): string | null => items.get(key) ?? null;
  const keySync = (index: number): string | null => [...items.keys()][index] ?? null;
  const setItemSync = (key: string, value: string): void => {
    items.set(key, value);
  };
  const removeItemSync = (key: string): void => {
    items.delete(key);
  };
  const clearSync = (): void => {
    items.clear();
  };
  return {
    getItemSync,
    keySync,
    setItemSync,
    removeItemSync,
    clearSync,
    getItem: later(getItemSync),
    key: later(keySync),
    setItem: later(setItemSync),
    removeItem: later(removeItemSync),
    clear: later(clearSync),
  };
}

function later<Args extends unknown[], Result>(call: (...args: Args) => Result): (...args: Args) => Promise<Result> {
  return (...args) => Promise.resolve().then(() => call(...args));
}

/** What stands in for `document.cookie`. */
export function memoryCookies(): CookieHandler {
  const cookies = new Map<string, string>();
  return {
    getCookie: () => Promise.resolve([...cookies].map(([name, value]) => `${name}=${value}`).join('; ')),
    setCookie: (cookie) => {
      const [, name = '', value = '', expires = ''] = /^([^=]+)=([^;]*);expires=([^;]*)/.exec(cookie) ?? [];
      if (Date.parse(expires) <= Date.now()) cookies.delete(name);
      else cookies.set(name, value);
      return Promise.resolve();
    },
  };
}
