import { describe, expect, it } from 'vitest';

import { answerOfCore } from '../../../src/supertokens/remote-core/answer-form.ts';

const OK = '{"status":"OK"}';
const SESSION = '{"status":"OK","session":{"handle":"a"}}';

describe("an answer that is the core's", () => {
  it.each([
    ['PUT /recipe/jwt/data', 200, OK],
    ['PUT /base/public/recipe/jwt/data', 200, '{"status":"UNAUTHORISED","message":"no"}'],
    ['POST /recipe/session/regenerate', 200, SESSION],
    ['POST /public/recipe/session', 200, SESSION],
    ['POST /recipe/session/verify', 200, '{"status":"TRY_REFRESH_TOKEN"}'],
    ['GET /recipe/session', 200, '{"status":"OK","sessionHandle":"a","userDataInJWT":{}}'],
    ['GET /recipe/user/metadata', 200, '{"status":"OK","metadata":{}}'],
    ['GET /apiversion', 200, '{"versions":["5.4"]}'],
    ['GET /.well-known/jwks.json', 200, '{"keys":[{"kid":"d-1"}]}'],
    ['PUT /recipe/jwt/data', 400, 'Field name is missing'],
    ['POST /recipe/signin', 500, 'Internal Error'],
  ])('%s: %i %s', (call, status, text) => {
    expect(answerOfCore(call, status, text)).not.toBeNull();
  });
});

describe('an answer of something else', () => {
  it.each([
    ...['', '[]', '{}', 'null', '"OK"', 'OK', '<html>', '{"status":"ok"}', '{"status":true}'].map((text) => [
      'PUT /recipe/jwt/data',
      200,
      text,
    ]),
    ['POST /recipe/session/regenerate', 200, OK],
    ['GET /recipe/session', 200, OK],
    ['GET /recipe/session', 200, '{"status":"OK","sessionHandle":"a","userDataInJWT":[]}'],
    ['GET /recipe/user/metadata', 200, OK],
    ['GET /apiversion', 200, OK],
    ['GET /.well-known/jwks.json', 200, '{}'],
    ['PUT /recipe/jwt/data', 403, ' <!doctype html>'],
  ] as [string, number, string][])('%s: %i %s', (call, status, text) => {
    expect(answerOfCore(call, status, text)).toBeNull();
  });
});
