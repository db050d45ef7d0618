import 'graphiql/style.css';
import './styles/page.css';
import './styles/panel.css';
import './styles/claims.css';
import './styles/users.css';
import './styles/narrow.css';

import { buildSchema } from 'graphql';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { ExplorerProvider } from './context.ts';
import { setUpWorkers } from './editor/workers.ts';
import { Explorer } from './explorer.tsx';
import { startExplorer } from './start.ts';

setUpWorkers();

const root = document.getElementById('root');
const sdl = document.querySelector<HTMLTemplateElement>('template#schema')?.content.textContent;
if (root === null || sdl === undefined) throw new Error('index.html lacks #root or #schema');

const { emailPassword, demoUser } = document.documentElement.dataset;
const { context, fetcher } = startExplorer({
  // The server has checked it; the directives are defined where it did.
  schema: buildSchema(sdl, { assumeValidSDL: true }),
  hasEmailPassword: emailPassword === 'on',
  hasDemoUser: demoUser === 'on',
});

// Another tab, or the application itself, may have changed the session meanwhile.
window.addEventListener('focus', () => void context.session.read());

createRoot(root).render(
  <StrictMode>
    <ExplorerProvider value={context}>
      <Explorer fetcher={fetcher} defaultTabs={context.prepared.map(({ text }) => ({ query: text }))} />
    </ExplorerProvider>
  </StrictMode>,
);
