import { type KeyObject, sign, verify } from 'node:crypto';

import { decodeStrictly } from './base64url.ts';

const ALGORITHM = 'RSA-SHA256';

/** A key that signs: its header is encoded once. */
export interface JwtKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export interface EncodedJwt {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
}

/** Signs a payload, which is JSON text already, as RS256, away from the main thread. */
export async function signJwt(key: JwtKey, header: Readonly<Record<string, string>>, payload: string): Promise<string> {
  const head = encode(JSON.stringify({ alg: 'RS256', typ: 'JWT', ...header, kid: key.kid }));
  const content = `${head}.${encode(payload)}`;
  const signature = await new Promise<Buffer>((resolve, reject) => {
    sign(ALGORITHM, Buffer.from(content), key.privateKey, (error, data) => {
      if (error === null) resolve(data);
      else reject(error);
    });
  });
  return `${content}.${signature.toString('base64url')}`;
}

/** The three parts of a JWT; null where it has not three. */
export function splitJwt(token: string): EncodedJwt | null {
  const [header, payload, signature, ...more] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) return null;
  return { header, payload, signature };
}

export function isSignedBy({ header, payload, signature }: EncodedJwt, publicKey: KeyObject): boolean {
  const bytes = decodeStrictly(signature);
  return bytes !== null && verify(ALGORITHM, Buffer.from(`${header}.${payload}`), publicKey, bytes);
}

export function decodePart(part: string): string {
  return Buffer.from(part, 'base64url').toString();
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
