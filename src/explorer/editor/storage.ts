/** Where GraphiQL keeps what it remembers. */
export interface PageStorage {
  readonly length: number;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
}

const OF_HISTORY = ['graphiql:queries', 'graphiql:favorites'];

/**
 * A storage that keeps no headers: GraphiQL's history would write them down with each operation that was run, and an API
 * key or a token with them, whatever `shouldPersistHeaders` says. What it wrote down before is cleaned.
 */
export function storageWithoutHeaders(storage: PageStorage): PageStorage {
  const setItem = (key: string, value: string): void => {
    storage.setItem(key, OF_HISTORY.includes(key) ? withoutHeaders(value) : value);
  };
  for (const key of OF_HISTORY) {
    const value = storage.getItem(key);
    if (value !== null) setItem(key, value);
  }
  return {
    get length() {
      return storage.length;
    },
    getItem: (key) => storage.getItem(key),
    setItem,
    removeItem: (key) => {
      storage.removeItem(key);
    },
    clear: () => {
      storage.clear();
    },
  };
}

/** What is no JSON has no headers that anybody could read back. */
function withoutHeaders(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), (name, value: unknown) => (name === 'headers' ? undefined : value));
  } catch {
    return '';
  }
}
