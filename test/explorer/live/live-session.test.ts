import { describe, expect, it } from 'vitest';

import type { ClaimsPayload } from '../../../src/claims/types.ts';
import type { Answer } from '../../../src/explorer/api/transport.ts';
import { followSession } from '../../../src/explorer/live/live-session.ts';
import type { SessionState } from '../../../src/explorer/session/session-state.ts';
import { createStore } from '../../../src/explorer/store.ts';

/** One stream: a test says what comes of it. */
class Stream implements AsyncIterableIterator<Answer> {
  isLeft = false;
  #given: Answer[] = [];
  #isOver = false;
  #wake: () => void = () => undefined;

  give(answer: Answer): void {
    this.#given.push(answer);
    this.#wake();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Answer>> {
    for (;;) {
      const value = this.#given.shift();
      if (value !== undefined) return { done: false, value };
      if (this.#isOver) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  return(): Promise<IteratorResult<Answer>> {
    this.isLeft = true;
    this.#isOver = true;
    this.#wake();
    return Promise.resolve({ done: true, value: undefined });
  }
}

const SIGNED_OUT: SessionState = { status: 'signed-out', hasEnded: false };

function signedIn(payload: ClaimsPayload): SessionState {
  return { status: 'signed-in', userId: 'ada', tokens: [{ payload, seenAtMillis: 0 }] };
}

function change(kind: string, claims: object | null): Answer {
  const provenance = Object.entries(claims ?? {}).map(([key, value]: [string, unknown]) => ({ key, value }));
  return { data: { mySessionChanged: { kind, session: claims === null ? null : { provenance } } } };
}

/** A page with a token that was given to it. */
function page(state: SessionState = SIGNED_OUT) {
  const speaker = createStore({ state, isGiven: true });
  const streams: Stream[] = [];
  let [asked, news] = [0, 0];
  const live = followSession({
    speaker,
    inOneTab: (_name, sharing, run) => {
      void run(sharing);
    },
    listen: () => {
      const stream = new Stream();
      streams.push(stream);
      return stream;
    },
    ask: () => {
      asked += 1;
      return Promise.resolve({ data: null, faults: [] });
    },
    onNews: () => {
      news += 1;
    },
    nowMillis: () => 0,
  });
  const speak = (next: SessionState): void => {
    speaker.set({ state: next, isGiven: true });
  };
  return { live, streams, speak, asked: () => asked, news: () => news };
}

describe('the session that speaks', () => {
  it('is followed: its claims are known, and the newer token is asked for', async () => {
    const { live, streams, asked, news } = page(signedIn({ sessionHandle: 's', exp: 60 }));
    streams[0]?.give(change('CHANGED', { theme: 'DARK' }));
    await expect.poll(news).toBe(1);
    expect(live.get()).toEqual({
      token: { payload: { sessionHandle: 's', exp: 60 }, seenAtMillis: 0 },
      claims: { theme: 'DARK' },
    });
    expect(asked()).toBe(1);
  });

  it('is not followed where nobody is signed in, and no longer than somebody is', async () => {
    const { live, streams, speak } = page();
    expect(streams).toHaveLength(0);
    speak(signedIn({ sessionHandle: 's', exp: 60 }));
    streams[0]?.give(change('CHANGED', { theme: 'DARK' }));
    await expect.poll(live.get).not.toBeNull();
    speak(SIGNED_OUT);
    expect(streams[0]?.isLeft).toBe(true);
    expect(live.get()).toBeNull();
  });

  it('is followed anew with another session, and with a token that holds longer, not with each token', () => {
    const { streams, speak } = page(signedIn({ sessionHandle: 's', exp: 60 }));
    speak(signedIn({ sessionHandle: 's', exp: 60, theme: 'DARK' }));
    expect(streams).toHaveLength(1);
    speak(signedIn({ sessionHandle: 's', exp: 90 }));
    speak(signedIn({ sessionHandle: 't', exp: 90 }));
    expect(streams.map(({ isLeft }) => isLeft)).toEqual([true, true, false]);
  });

  it('is left alone once its token has expired: a page that nobody uses keeps no session alive', () => {
    const { streams } = page(signedIn({ sessionHandle: 's', exp: 0 }));
    expect(streams).toHaveLength(0);
  });

  it('is over when it has ended, and the page looks at the token', async () => {
    const { streams, asked, news } = page(signedIn({ sessionHandle: 's', exp: 60 }));
    streams[0]?.give(change('ENDED', null));
    await expect.poll(news).toBe(1);
    expect(asked()).toBe(1);
    expect(streams).toHaveLength(1);
  });
});
