import { coreHosts } from './hosts.ts';

/**
 * Asks a core whether it answers for its keys, with one question for all who wait at the same time: a flood of bad
 * tokens must not become a flood of questions.
 */
export function coreProbe(connectionUri: string, timeoutMillis: number): () => Promise<boolean> {
  const urls = coreHosts(connectionUri).map((host) => `${host.replace(/\/$/, '')}/.well-known/jwks.json`);
  let asking: Promise<boolean> | undefined;
  const ask = async (): Promise<boolean> => {
    const answers = await Promise.all(urls.map((url) => answersOk(url, timeoutMillis)));
    return answers.includes(true);
  };
  return () =>
    (asking ??= ask().finally(() => {
      asking = undefined;
    }));
}

async function answersOk(url: string, timeoutMillis: number): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMillis) });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}
