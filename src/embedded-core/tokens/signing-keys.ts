import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';

import type { CoreSettings } from '../settings.ts';
import type { Store, StoredKey } from '../store/port.ts';
import { type KeySchedule, keySchedule } from './key-schedule.ts';

const MODULUS_BITS = 2048;

/** One public key as JWKS shows it (docs/core-contract.md, 'Keys'). */
export interface PublicJwk {
  readonly kty: 'RSA';
  readonly kid: string;
  readonly n: string;
  readonly e: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
}

export interface SigningKey {
  readonly kid: string;
  readonly isStatic: boolean;
  readonly createdAt: number;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: PublicJwk;
}

/** The keys of access tokens (docs/core-contract.md, 'Keys'): `s-` lasts, `d-` is replaced in time. */
export interface SigningKeys {
  /** The key that signs now. */
  signer(isStatic: boolean, now: number): Promise<SigningKey>;
  /** The key that a token names, while it verifies. */
  find(kid: string, now: number): SigningKey | undefined;
  /** All that verify now, and when the next one appears. */
  published(now: number): Promise<{ readonly keys: readonly PublicJwk[]; readonly nextAt: number }>;
  /** Makes keys that are due and removes those that verify nothing any more. */
  maintain(now: number): Promise<void>;
}

/** Reads the keys from the store. */
export async function openSigningKeys(store: Store, settings: CoreSettings): Promise<SigningKeys> {
  return new KeyRing(store, keySchedule(settings), (await store.call('readKeys', null)).map(load));
}

class KeyRing implements SigningKeys {
  readonly #store: Store;
  readonly #schedule: KeySchedule;
  #keys: readonly SigningKey[];
  #making: Promise<void> | null = null;

  constructor(store: Store, schedule: KeySchedule, keys: readonly SigningKey[]) {
    this.#store = store;
    this.#schedule = schedule;
    this.#keys = keys;
  }

  async signer(isStatic: boolean, now: number): Promise<SigningKey> {
    await this.#makeDueKeys(now);
    const key = isStatic ? this.#keys.find((one) => one.isStatic) : this.#schedule.signer(this.#dynamic(), now);
    if (key === undefined) throw new Error('There is no key to sign with');
    return key;
  }

  find(kid: string, now: number): SigningKey | undefined {
    const key = this.#keys.find((one) => one.kid === kid);
    return key !== undefined && this.#isValid(key, now) ? key : undefined;
  }

  async published(now: number): Promise<{ keys: readonly PublicJwk[]; nextAt: number }> {
    await this.#makeDueKeys(now);
    const keys = this.#keys.filter((key) => this.#isValid(key, now)).map(({ jwk }) => jwk);
    return { keys, nextAt: this.#schedule.nextAt(this.#dynamic()) };
  }

  async maintain(now: number): Promise<void> {
    await this.#makeDueKeys(now);
    const ended = this.#keys.filter((key) => !this.#isValid(key, now)).map(({ kid }) => kid);
    if (ended.length === 0) return;
    await this.#store.call('removeKeys', { kids: ended });
    this.#keys = this.#keys.filter(({ kid }) => !ended.includes(kid));
  }

  #dynamic(): readonly SigningKey[] {
    return this.#keys.filter(({ isStatic }) => !isStatic);
  }

  #isValid(key: SigningKey, now: number): boolean {
    return key.isStatic || this.#schedule.isValid(key, now);
  }

  /** Whoever comes while a key is made waits for that one. */
  async #makeDueKeys(now: number): Promise<void> {
    if (this.#making !== null) await this.#making;
    if (this.#isComplete(now)) return;
    this.#making ??= this.#make(now).finally(() => {
      this.#making = null;
    });
    await this.#making;
  }

  #isComplete(now: number): boolean {
    return this.#keys.some(({ isStatic }) => isStatic) && now < this.#schedule.nextAt(this.#dynamic());
  }

  /** Both at the same time: to find a key takes a tenth of a second, by chance several, and somebody may wait. */
  async #make(now: number): Promise<void> {
    const missing = [
      ...(this.#keys.some(({ isStatic }) => isStatic) ? [] : [true]),
      ...(now >= this.#schedule.nextAt(this.#dynamic()) ? [false] : []),
    ];
    for (const key of await Promise.all(missing.map((isStatic) => generate(isStatic, now)))) {
      await this.#store.call('createKey', key);
      this.#keys = [...this.#keys, load(key)];
    }
  }
}

function generate(isStatic: boolean, createdAt: number): Promise<StoredKey> {
  return new Promise((resolve, reject) => {
    generateKeyPair('rsa', { modulusLength: MODULUS_BITS }, (error, _publicKey, privateKey) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const kid = `${isStatic ? 's' : 'd'}-${randomUUID()}`;
      resolve({ kid, isStatic, createdAt, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() });
    });
  });
}

function load({ kid, isStatic, createdAt, privateKey: pem }: StoredKey): SigningKey {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const { n, e } = publicKey.export({ format: 'jwk' });
  if (n === undefined || e === undefined) throw new Error(`The stored signing key ${kid} is not an RSA key`);
  return { kid, isStatic, createdAt, privateKey, publicKey, jwk: { kty: 'RSA', kid, n, e, alg: 'RS256', use: 'sig' } };
}
