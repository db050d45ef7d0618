import 'reflect-metadata';

import type { INestApplication } from '@nestjs/common';
import { createClaimsClient } from 'claimset/client';

import { createApp } from './app';

let app: INestApplication;

beforeAll(async () => {
  app = await createApp('http://127.0.0.1:9');
  await app.listen(0, '127.0.0.1');
});

afterAll(() => app.close());

it('who has no session is told so', async () => {
  const response = await fetch(`${await app.getUrl()}/claims`, { method: 'POST' });
  expect(response.status).toBe(401);
});

it('the typed client can be used as well', () => {
  const client = createClaimsClient({ url: 'http://localhost:4000/graphql' });
  expect(typeof client.updateUserClaims).toBe('function');
});
