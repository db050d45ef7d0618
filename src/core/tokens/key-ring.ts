import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomUUID,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Lifetimes } from '../settings.ts';
import type { Store, StoredKey } from '../store/port.ts';

const generate = promisify(generateKeyPair);

/** A new key is known for so long before it signs, so that verifiers have fetched it by then (CDI.md section 4). */
const ANNOUNCED_MILLIS = 60_000;
const MODULUS_BITS = 2048;

interface SigningKey {
  readonly kid: string;
  readonly isStatic: boolean;
  readonly createdAt: number;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: object;
}

/** The keys that sign and verify: lasting ones (`s-`) and rotating ones (`d-`), RS256 (CDI.md section 4). */
export interface KeyRing {
  /** A JWT of these parts; `version` is what access tokens have in their header and other JWTs do not. */
  sign(payloadJson: string, isStatic: boolean, version: string | null): Promise<string>;
  /** The payload's JSON text, where a key of the ring has signed it. */
  verify(jwt: string): Promise<string | null>;
  /** What `/.well-known/jwks.json` answers, and for how many seconds it holds. */
  jwks(): Promise<{ readonly keys: readonly object[]; readonly maxAgeSeconds: number }>;
  /** Removes keys whose last token has expired. */
  removeOld(): Promise<void>;
}

/** Opens the ring, with a first key of each kind in a new database. */
export async function openKeyRing(store: Store, lifetimes: Lifetimes, now: () => number): Promise<KeyRing> {
  const ring = new StoredKeyRing(store, lifetimes, now);
  await ring.load();
  return ring;
}

class StoredKeyRing implements KeyRing {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #intervalMillis: number;
  readonly #announcedMillis: number;
  readonly #verifiesMillis: number;
  #keys: readonly SigningKey[] = [];
  #creating: Promise<void> | null = null;

  constructor(store: Store, lifetimes: Lifetimes, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.#intervalMillis = lifetimes.signingKeyMillis;
    this.#announcedMillis = Math.min(ANNOUNCED_MILLIS, this.#intervalMillis / 2);
    this.#verifiesMillis = this.#intervalMillis + 2 * lifetimes.accessTokenSeconds * 1000;
  }

  async load(): Promise<void> {
    this.#keys = (await this.#store.call('readKeys', {})).map(toSigningKey);
    if (!this.#keys.some(({ isStatic }) => isStatic)) await this.#create(true);
    await this.#rotate();
  }

  async sign(payloadJson: string, isStatic: boolean, version: string | null): Promise<string> {
    await this.#rotate();
    const key = isStatic ? this.#staticKey() : this.#rotatingKey();
    const header = { alg: 'RS256', typ: 'JWT', ...(version === null ? {} : { version }), kid: key.kid };
    const input = `${base64url(JSON.stringify(header))}.${base64url(payloadJson)}`;
    const signature = await signRs256(input, key.privateKey);
    return `${input}.${signature.toString('base64url')}`;
  }

  async verify(jwt: string): Promise<string | null> {
    await this.#rotate();
    const [header, payload, signature, ...rest] = jwt.split('.');
    if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) return null;
    const kid = kidOf(header);
    const key = this.#usable().find((one) => one.kid === kid);
    if (key === undefined) return null;
    const bytes = Buffer.from(signature, 'base64url');
    // Base64url decoding is lenient; a signature has one spelling.
    if (bytes.toString('base64url') !== signature) return null;
    const isGood = verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key.publicKey, bytes);
    return isGood ? Buffer.from(payload, 'base64url').toString() : null;
  }

  async jwks(): Promise<{ keys: readonly object[]; maxAgeSeconds: number }> {
    await this.#rotate();
    const untilNext = this.#newestRotating().createdAt + this.#intervalMillis - this.#announcedMillis - this.#now();
    return { keys: this.#usable().map(({ jwk }) => jwk), maxAgeSeconds: Math.max(1, Math.floor(untilNext / 1000)) };
  }

  async removeOld(): Promise<void> {
    const usable = new Set(this.#usable());
    const kids = this.#keys.filter((key) => !usable.has(key)).map(({ kid }) => kid);
    if (kids.length === 0) return;
    await this.#store.call('removeKeys', { kids });
    this.#keys = this.#keys.filter((key) => usable.has(key));
  }

  /** A new rotating key where the newest one is about to be too old. */
  #rotate(): Promise<void> | undefined {
    const newest = this.#keys.findLast(({ isStatic }) => !isStatic);
    const ageMillis = newest === undefined ? Infinity : this.#now() - newest.createdAt;
    if (ageMillis < this.#intervalMillis - this.#announcedMillis) return undefined;
    return (this.#creating ??= this.#create(false).finally(() => {
      this.#creating = null;
    }));
  }

  async #create(isStatic: boolean): Promise<void> {
    const { privateKey } = await generate('rsa', { modulusLength: MODULUS_BITS });
    const createdAt = this.#now();
    const key: StoredKey = {
      kid: isStatic ? `s-${randomUUID()}` : `d-${createdAt}`,
      isStatic,
      createdAt,
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
    await this.#store.call('createKey', key);
    this.#keys = [...this.#keys, toSigningKey(key)];
  }

  #usable(): readonly SigningKey[] {
    const oldest = this.#now() - this.#verifiesMillis;
    return this.#keys.filter(({ isStatic, createdAt }) => isStatic || createdAt > oldest);
  }

  #staticKey(): SigningKey {
    return existing(this.#keys.find(({ isStatic }) => isStatic));
  }

  /** The newest key that has been announced for long enough; at the very beginning, the only one. */
  #rotatingKey(): SigningKey {
    const latest = this.#now() - this.#announcedMillis;
    const rotating = this.#usable().filter(({ isStatic }) => !isStatic);
    return existing(rotating.findLast(({ createdAt }) => createdAt <= latest) ?? rotating[0]);
  }

  #newestRotating(): SigningKey {
    return existing(this.#keys.findLast(({ isStatic }) => !isStatic));
  }
}

function existing(key: SigningKey | undefined): SigningKey {
  if (key === undefined) throw new Error('there is no signing key of this kind');
  return key;
}

function toSigningKey({ kid, isStatic, createdAt, privateKey: pem }: StoredKey): SigningKey {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const { kty, n, e } = publicKey.export({ format: 'jwk' });
  return { kid, isStatic, createdAt, privateKey, publicKey, jwk: { kty, kid, n, e, alg: 'RS256', use: 'sig' } };
}

/** Signs in the thread pool: it is what costs most, and must not hold up the event loop. */
function signRs256(input: string, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('RSA-SHA256', Buffer.from(input), key, (error, signature) => {
      if (error === null) resolve(signature);
      else reject(error);
    });
  });
}

const headerShape = z.object({ alg: z.literal('RS256'), kid: z.string() });

function kidOf(header: string): string | null {
  try {
    const parsed = headerShape.safeParse(JSON.parse(Buffer.from(header, 'base64url').toString()));
    return parsed.success ? parsed.data.kid : null;
  } catch {
    return null;
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
