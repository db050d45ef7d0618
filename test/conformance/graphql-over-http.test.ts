import { serverAudits } from 'graphql-http';
import { describe, expect, it } from 'vitest';

import { startTiny } from '../http/tiny-app.ts';

// `csrfPrevention` asks this of every client whose content type a form could have.
const audited: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('apollo-require-preflight', '1');
  return fetch(input, { ...init, headers });
};

const audits = serverAudits({ url: 'http://placeholder.invalid', fetchFn: audited });

describe('GraphQL over HTTP', () => {
  it('has 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map(({ id, name }) => [id, name] as const))('%s: %s', async (id) => {
    const { url } = await startTiny();
    const audit = serverAudits({ url: `${url}/graphql`, fetchFn: audited }).find((candidate) => candidate.id === id);
    const result = await audit?.fn();
    expect(result).toMatchObject({ status: 'ok' });
  });
});
