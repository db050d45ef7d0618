import { Socket } from 'node:net';

import express from 'express';
import { describe, expect, it } from 'vitest';

import { makeMessagesOf, messageClasses } from '../../src/http/messages.ts';

/** A request and its response, as a server makes them. */
function messagesOf(app: express.Express) {
  const classes = messageClasses();
  makeMessagesOf(app, classes);
  const request = new classes.IncomingMessage(new Socket());
  return { request, response: new classes.ServerResponse(request) };
}

describe('the messages of a server', () => {
  it('have the prototypes that Express would give them, from the start', () => {
    const app = express();
    const { request, response } = messagesOf(app);
    expect(Object.getPrototypeOf(request)).toBe(app.request);
    expect(Object.getPrototypeOf(response)).toBe(app.response);
  });

  it('have the methods of Express, and belong to their own application', () => {
    const [one, other] = [express(), express()];
    const { request, response } = messagesOf(one);
    const { request: another } = messagesOf(other);
    expect(request).toMatchObject({ app: one });
    expect(response).toMatchObject({ app: one });
    expect(['get' in request, 'json' in response]).toEqual([true, true]);
    expect(another).toMatchObject({ app: other });
  });
});
