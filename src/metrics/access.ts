import { Counter, type Registry } from 'prom-client';

const LIMITS = ['sign-in', 'sign-up', 'api-key', 'mutation'];

/** Counts who was let in and who was not. */
export interface AccessMetrics {
  signIn(kind: string, outcome: string): void;
  wrongApiKey(): void;
  limited(limit: string): void;
}

export function accessMetrics(registry: Registry): AccessMetrics {
  const signIns = new Counter({
    name: 'claimset_sign_ins_total',
    help: 'Sign-ins and sign-ups at this server, by what came of them.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  const wrongKeys = new Counter({
    name: 'claimset_wrong_api_keys_total',
    help: 'Requests with an API key that is not valid.',
    registers: [registry],
  });
  const limited = new Counter({
    name: 'claimset_rate_limited_total',
    help: 'Requests that a limit of rate refused.',
    labelNames: ['limit'],
    registers: [registry],
  });
  // Of a counter that begins with its first event, Prometheus sees no increase.
  for (const limit of LIMITS) limited.inc({ limit }, 0);
  return {
    signIn: (kind, outcome) => {
      signIns.inc({ kind: kind.toLowerCase(), outcome: outcome.toLowerCase() });
    },
    wrongApiKey: () => {
      wrongKeys.inc();
    },
    limited: (limit) => {
      limited.inc({ limit });
    },
  };
}
