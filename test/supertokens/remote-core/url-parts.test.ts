import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { partsOf } from '../../../src/supertokens/remote-core/url-parts.ts';

const ORIGINS = ['http://127.0.0.1:3567', 'http://[::1]:3567', 'https://core.example.com', 'http://core:3567'];

function parsed(url: string) {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname, target: pathname + search };
}

describe('the parts of an address', () => {
  it.each([
    'http://127.0.0.1:3567/recipe/session?sessionHandle=3f-9&tenantId=public',
    'http://[::1]:3567/appid-a/t1/recipe/session/data',
    'https://core.example.com/base/.well-known/jwks.json',
    'https://core.example.com/base/../recipe/./session',
    'https://CORE.example.com:443/recipe/session/data',
    'http://user:secret@core:3567/recipe/session',
    'http://core:3567/a b/ü?name=ü&sign=%2B#fragment',
    'http://core:3567/a\\b/recipe/session',
    'http://core:3567/a/%2E%2e/%2e/b',
    'http://core:3567//a//',
    'http://core:3567',
    'http://core:35678/recipe/session',
    'http://core:3567/?',
  ])('are those that the URL standard says: %s', (url) => {
    expect(partsOf(url, ORIGINS)).toEqual(parsed(url));
  });

  it('are those that the URL standard says, whatever the path and the query', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('/?.%2eE#&=ab\\: ü@;')) });
    fc.assert(
      fc.property(fc.constantFrom(...ORIGINS), text, (origin, rest) => {
        expect(partsOf(`${origin}/${rest}`, ORIGINS)).toEqual(parsed(`${origin}/${rest}`));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are refused of what is no address', () => {
    expect(() => partsOf('/recipe/session', ORIGINS)).toThrow(TypeError);
  });
});
