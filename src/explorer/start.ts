import type { GraphiQLProps } from 'graphiql';

import { policyOf } from '../claims/schema/build-policy.ts';
import { createAsk } from './api/ask.ts';
import { createEventTransport } from './api/events.ts';
import { createFetcher } from './api/fetcher.ts';
import { createTransport } from './api/transport.ts';
import type { ExplorerContext } from './context.ts';
import { followSession } from './live/live-session.ts';
import { inOneTab } from './live/shared.ts';
import { preparedChanged } from './prepared/changed.ts';
import { preparedFor } from './prepared/prepared.ts';
import { startSession } from './session/browser-session.ts';
import { createHeaderSession } from './session/header-session.ts';
import { createSpeaker } from './session/speaker.ts';
import { createStore } from './store.ts';

/** What the server tells the page. */
export type PageFacts = Pick<ExplorerContext, 'schema' | 'hasEmailPassword' | 'hasDemoUser'>;

/** Puts together what the parts of the page share. */
export function startExplorer(facts: PageFacts): { context: ExplorerContext; fetcher: GraphiQLProps['fetcher'] } {
  // Before SuperTokens' SDK puts itself in its place.
  const plainFetch = window.fetch.bind(window);
  const session = startSession();
  const headerSession = createHeaderSession(Date.now);
  const apiKey = createStore('');
  const successes = createStore(0);
  const onSuccess = (): void => {
    successes.set(successes.get() + 1);
    if (session.state.get().status === 'unreadable') void session.read();
  };
  const requestFacts = {
    apiKey: apiKey.get,
    accessToken: headerSession.token,
    onNewToken: headerSession.use,
    onSuccess,
  };
  const send = createTransport(requestFacts, plainFetch);
  const listen = createEventTransport(requestFacts, plainFetch);
  const speaker = createSpeaker(session, headerSession);
  const policy = policyOf(facts.schema);
  const ask = createAsk(send);
  const live = followSession({
    ...{ speaker, listen, ask, inOneTab, nowMillis: Date.now },
    onNews: () => void session.read(),
  });
  const prepared = preparedFor(facts.schema);
  void session.read();
  const context: ExplorerContext = {
    ...facts,
    ...{ session, headerSession, apiKey, successes, prepared, policy, live, ask },
    isPreparedOld: preparedChanged(prepared),
  };
  return { context, fetcher: createFetcher(send, listen, speaker.userId) };
}
