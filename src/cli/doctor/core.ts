import { z } from 'zod';

import type { Config } from '../../config/config.ts';
import { findRunningCore } from '../../embedded-core/index.ts';
import { type Finding, right, warning, wrong } from './finding.ts';

const TIMEOUT_MILLIS = 5_000;
/** What supertokens-node 23 and 24 speak: docs/core-contract.md. */
const SPOKEN = ['5.3', '5.4'];
/** Tokens are good for at least minutes; clocks of machines that are looked after differ by less. */
const MOST_APART_MILLIS = 5_000;
const UNAUTHORIZED = 401;
const UNREACHABLE = 'does not answer: start it, or mend SUPERTOKENS_CONNECTION_URI';

const versions = z.object({ versions: z.array(z.string()) });

/** The session core: whether it is there, lets us in, speaks as we do, and has the same time. */
export async function checkCore({ externalCore, embeddedCore }: Config): Promise<Finding[]> {
  if (externalCore !== null) {
    const hosts = externalCore.connectionUri.split(';').map((host) => host.trim().replace(/\/$/, ''));
    return (await Promise.all(hosts.map((host) => checkHost(host, externalCore.apiKey)))).flat();
  }
  const running = await findRunningCore(embeddedCore.dataDir);
  if (running === null) return [right('core', 'the embedded one, which starts with the server')];
  return checkHost(running.url, running.apiKey);
}

async function checkHost(host: string, apiKey: string | null): Promise<Finding[]> {
  const { origin } = new URL(host);
  const asked = Date.now();
  let response: Response;
  try {
    const headers = apiKey === null ? {} : { 'api-key': apiKey };
    response = await fetch(`${host}/apiversion`, { headers, signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
  } catch {
    return [wrong('core', `${origin} ${UNREACHABLE}`)];
  }
  if (response.status === UNAUTHORIZED) {
    const advice = apiKey === null ? 'set SUPERTOKENS_API_KEY' : 'SUPERTOKENS_API_KEY is none of its keys';
    return [wrong('core', `${origin} asks for a key: ${advice}`)];
  }
  const answer = versions.safeParse(await response.json().catch(() => null));
  if (!response.ok || !answer.success) {
    return [wrong('core', `${origin} does not answer as a SuperTokens core does: mend SUPERTOKENS_CONNECTION_URI`)];
  }
  return [versionOf(origin, answer.data.versions), clockOf(origin, response.headers.get('date'), asked)];
}

function versionOf(origin: string, offered: readonly string[]): Finding {
  const common = SPOKEN.filter((version) => offered.includes(version)).at(-1);
  if (common !== undefined) return right('core', `${origin} answers, and speaks ${common}`);
  return wrong('core', `${origin} speaks ${offered.join(', ')}, and not ${SPOKEN.join(' or ')}: take a core that does`);
}

function clockOf(origin: string, date: string | null, askedAtMillis: number): Finding {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return warning('clock', `${origin} does not say what time it is: look at its clock`);
  const apart = Math.abs(theirs - askedAtMillis);
  if (apart < MOST_APART_MILLIS) return right('clock', `${origin} has the same time`);
  const seconds = Math.round(apart / 1000);
  return warning(
    'clock',
    `${origin} is ${seconds} s apart from this machine: synchronise both, or tokens expire early or late`,
  );
}
