import { payloadVersion } from '../version.ts';
import type { VerifiedToken } from './token.ts';

/** The versions of tokens that were seen lately: hashing one takes longer than all the rest of the check. */
export interface TokenVersions {
  readonly size: number;
  /** The version of a token's payload. The token must be verified: its signature stands for the whole of it. */
  of(token: VerifiedToken, accessToken: string): string | Promise<string>;
}

const MOST_TOKENS = 10_000;
/** 258 bits of a signature; two tokens do not share them. */
const KEY_LENGTH = 43;

/** An empty memory, which keeps about 2 MB at most: the token that was new the longest ago goes first. */
export function tokenVersions(mostTokens = MOST_TOKENS): TokenVersions {
  const versions = new Map<string, string>();
  const remember = (key: string, version: string): string => {
    const [oldest] = versions.keys();
    if (versions.size >= mostTokens && oldest !== undefined) versions.delete(oldest);
    versions.set(copied(key), version);
    return version;
  };
  return {
    get size() {
      return versions.size;
    },
    of: ({ payload }, accessToken) => {
      const key = accessToken.slice(-KEY_LENGTH);
      return versions.get(key) ?? payloadVersion(payload).then((version) => remember(key, version));
    },
  };
}

/** A part of a text keeps the whole of it in memory, and tokens are long. */
function copied(text: string): string {
  return Array.from(text).join('');
}
