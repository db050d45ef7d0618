import type { Prepared } from '../prepared/types.ts';

/** What GraphiQL keeps of a tab; `TabState` of `@graphiql/react`, which does not export it. */
export interface Tab {
  readonly id: string;
  readonly hash: string;
  readonly title: string;
  readonly query: string | null;
  readonly variables?: string | null;
  readonly headers?: string | null;
  readonly operationName: string | null;
  readonly response: string | null;
}

/** The tabs with the prepared operations as they are now, missing ones at the end; the open one is left to its editor. */
export function restoredTabs<Of extends Tab>(
  tabs: readonly Of[],
  activeIndex: number,
  prepared: readonly Prepared[],
): (Of | Tab)[] {
  const texts = new Map(prepared.map(({ name, text }) => [name, text]));
  const present = tabs.map((tab, index) => {
    const text = texts.get(tab.title);
    return index === activeIndex || text === undefined ? tab : { ...tab, query: text, response: null };
  });
  const titles = new Set(tabs.map(({ title }) => title));
  return [...present, ...prepared.filter(({ name }) => !titles.has(name)).map(newTab)];
}

function newTab({ name, text }: Prepared): Tab {
  const empty = { variables: null, headers: null, response: null };
  // GraphiQL compares the three parts of this hash with those of a stored tab.
  return { id: crypto.randomUUID(), hash: `${text}||`, title: name, query: text, operationName: name, ...empty };
}
