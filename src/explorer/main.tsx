import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './styles.css';
import './narrow.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { ExplorerProvider } from './context.ts';
import { examplesFor } from './examples.ts';
import { Explorer } from './explorer.tsx';
import { createFetcher } from './fetcher.ts';
import { startSession } from './panel/browser-session.ts';
import { createStore } from './store.ts';

const root = document.getElementById('root');
const sdl = document.querySelector<HTMLTemplateElement>('template#schema')?.content.textContent;
if (root === null || sdl === undefined) throw new Error('index.html lacks #root or #schema');

const session = startSession();
const apiKey = createStore('');
const successes = createStore(0);
const hasEmailPassword = document.documentElement.dataset['emailPassword'] === 'on';
const fetcher = createFetcher({
  apiKey: apiKey.get,
  userId: () => {
    const state = session.state.get();
    return state.status === 'signed-in' ? state.userId : null;
  },
  onSuccess: () => {
    successes.set(successes.get() + 1);
    if (session.state.get().status === 'unreadable') void session.read();
  },
});

const defaultTabs = examplesFor(sdl).map((query) => ({ query }));

void session.read();
// Another tab, or the application itself, may have changed the session meanwhile.
window.addEventListener('focus', () => void session.read());

createRoot(root).render(
  <StrictMode>
    <ExplorerProvider value={{ session, apiKey, successes, hasEmailPassword }}>
      <Explorer fetcher={fetcher} defaultTabs={defaultTabs} />
    </ExplorerProvider>
  </StrictMode>,
);
