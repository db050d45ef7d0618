import { MARKER_KEY } from '../canonical.ts';
import type { ClaimsPayload } from '../types.ts';

/** What is known of a session's access token beside its claims. */
export interface TokenFacts {
  readonly userId: string;
  readonly recipeUserId: string;
  readonly tenantId: string;
  readonly handle: string;
  /** The header of the current token as it is sent (base64url). Without it, one with the longest `kid` is assumed. */
  readonly header?: string;
  /** The anti-CSRF token in the current token. Without it none is assumed: only the mode VIA_TOKEN has one, a UUID. */
  readonly antiCsrfToken?: string | null;
  /** The marker that a write brings, in the place of the payload's own; without it the payload is as it will be. */
  readonly marker?: string;
}

/** Browsers drop a cookie whose name and value are longer, in bytes (RFC 6265bis, section 5.6). */
export const COOKIE_LIMIT_BYTES = 4096;

const ACCESS_TOKEN_COOKIE = 'sAccessToken';
const FRONT_TOKEN_COOKIE = 'sFrontToken';
/** RSA with 2048 bits: 256 bytes. */
const SIGNATURE_CHARACTERS = base64urlLength(256);
/** `s-` and a UUID, the `kid` of static keys; that of dynamic ones is shorter. */
const LONGEST_HEADER = JSON.stringify({ alg: 'RS256', typ: 'JWT', version: '5', kid: 's-'.padEnd(38, '0') });
const ENCODER = new TextEncoder();
/** No character takes more bytes than 3 for each of its code units. */
const MOST_SCRATCHED = 8_192;
const scratch = new Uint8Array(3 * MOST_SCRATCHED);
/** Seconds have ten digits until the year 2286. */
const SECONDS = 1_000_000_000;
/** SHA-256 in hexadecimal digits. */
const HASH = '0'.repeat(64);

/**
 * The bytes that the token of a session takes with this payload: the signed access token or the front token, each with
 * the name of its cookie, whichever is larger. It is the largest form: as after a refresh, with the parent's hash.
 * Never below the real token, and at most 120 bytes above (116: the parent's hash, and a `kid` that is not known).
 */
export function tokenSize(facts: TokenFacts, payload: ClaimsPayload): number {
  const { bytes, separators } = inToken(facts, payload);
  const header = facts.header?.length ?? base64urlLength(LONGEST_HEADER.length);
  // The core writes the two line separators of Unicode as escapes of 6 bytes, JSON.stringify as 3 bytes.
  const accessToken = header + 1 + base64urlLength(bytes + 3 * separators) + 1 + SIGNATURE_CHARACTERS;
  const frontToken = base64Length(FRONT_BYTES + textMeasure(facts.userId).bytes + bytes);
  return Math.max(ACCESS_TOKEN_COOKIE.length + accessToken, FRONT_TOKEN_COOKIE.length + frontToken);
}

/** The members of an access token of version 5 that are not claims (docs/core-contract.md, 'Sessions'). */
function ownMembers(facts: TokenFacts) {
  return {
    sub: facts.userId,
    rsub: facts.recipeUserId,
    tId: facts.tenantId,
    sessionHandle: facts.handle,
    iat: SECONDS,
    exp: SECONDS,
    refreshTokenHash1: HASH,
    parentRefreshTokenHash1: HASH,
    antiCsrfToken: facts.antiCsrfToken ?? null,
  };
}

/** As the SDK builds it (`buildFrontToken`), but for the user's id and `up`, the whole payload of the access token. */
const FRONT_BYTES = `{"uid":,"ate":${SECONDS * 1000},"up":}`.length;

/** What the JSON of an object takes in UTF-8, and how many of its characters are line separators of Unicode. */
interface Measure {
  readonly bytes: number;
  readonly separators: number;
}

const NOTHING: Measure = { bytes: 0, separators: 0 };
/** A payload is measured for each token that could hold it, under the lock of its session. */
const measured = new WeakMap<ClaimsPayload, Measure>();

/** The claims of a token: a payload behind the token's own members, unless it has one of their names itself. */
function inToken(facts: TokenFacts, payload: ClaimsPayload): Measure {
  const { marker = null } = facts;
  if (OWN_NAMES.some((name) => Object.hasOwn(payload, name))) {
    return measure({ ...ownMembers(facts), ...payload, ...(marker === null ? {} : { [MARKER_KEY]: marker }) });
  }
  const first = beforeClaims(facts);
  const all = measureOnce(payload);
  const replaced = marker === null ? NOTHING : memberOf(payload, MARKER_KEY);
  const members = all.bytes - '{}'.length;
  // A comma stands before them; the one of the member that is replaced serves, where there is one.
  const rest = replaced.bytes > 0 || members === 0 ? members - replaced.bytes : members + ','.length;
  return { bytes: first.bytes + rest, separators: first.separators + all.separators - replaced.separators };
}

const EMPTY_OWN = ownMembers({ userId: '', recipeUserId: '', tenantId: '', handle: '' });
const OWN_NAMES = Object.keys(EMPTY_OWN);
const NO_TEXTS = measure(EMPTY_OWN);

/** The token's own members, and the marker that is added: the sum of their texts, since putting them together takes longer. */
function beforeClaims({ userId, recipeUserId, tenantId, handle, antiCsrfToken, marker }: TokenFacts): Measure {
  const texts = [userId, recipeUserId, tenantId, handle].map(textMeasure);
  const all = [NO_TEXTS, ...texts, antiCsrfToken == null ? NULL : textMeasure(antiCsrfToken)];
  if (marker !== undefined) all.push(MARKER_NAME, textMeasure(marker));
  const sum = (of: keyof Measure): number => all.reduce((total, one) => total + one[of], 0);
  // Each text stands where an empty one was counted, and the token where a null was.
  return { bytes: sum('bytes') - texts.length * '""'.length - 'null'.length, separators: sum('separators') };
}

const NULL: Measure = { bytes: 'null'.length, separators: 0 };
const MARKER_NAME: Measure = { bytes: `,"${MARKER_KEY}":`.length, separators: 0 };
/** What JSON takes as it is, byte for byte. */
const PLAIN = /^[\w.@:+-]*$/;

function textMeasure(text: string): Measure {
  return PLAIN.test(text) ? { bytes: text.length + '""'.length, separators: 0 } : measure(text);
}

/** The bytes of a payload's JSON; asked again of the same object, it costs nothing. */
export function payloadBytes(payload: ClaimsPayload): number {
  return measureOnce(payload).bytes;
}

function measureOnce(payload: ClaimsPayload): Measure {
  const found = measured.get(payload) ?? measure(payload);
  measured.set(payload, found);
  return found;
}

/** What a member takes in the JSON of a payload. */
function memberOf(payload: ClaimsPayload, key: string): Measure {
  if (!Object.hasOwn(payload, key)) return NOTHING;
  const { bytes, separators } = measure({ [key]: payload[key] });
  return { bytes: bytes - '{}'.length, separators };
}

function measure(value: object | string): Measure {
  const text = JSON.stringify(value);
  return { bytes: utf8Bytes(text), separators: text.match(/[\u2028\u2029]/g)?.length ?? 0 };
}

/** The bytes of a value's JSON. */
export function jsonBytes(value: object): number {
  return utf8Bytes(JSON.stringify(value));
}

/** The page of the explorer counts as well, and has no Buffer. */
function utf8Bytes(text: string): number {
  if (text.length > MOST_SCRATCHED) return ENCODER.encode(text).length;
  return ENCODER.encodeInto(text, scratch).written;
}

/** Characters of base64url without padding (RFC 7515, section 2). */
function base64urlLength(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}

/** Characters of base64 with padding. */
function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}
