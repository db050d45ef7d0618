import { createClient, type ExecutionResult } from 'graphql-sse';
import { z } from 'zod';

const changeShape = z.object({
  mySessionChanged: z.object({
    kind: z.string(),
    session: z.object({ claims: z.record(z.string(), z.unknown()), claimsVersion: z.string() }).nullable(),
    changes: z.object({ added: z.array(z.string()), updated: z.array(z.string()), removed: z.array(z.string()) }),
  }),
});

export type ToldChange = z.output<typeof changeShape>['mySessionChanged'];

const SUBSCRIPTION = `subscription {
  mySessionChanged { kind session { claims { theme plan } claimsVersion } changes { added updated removed } }
}`;

/** Somebody who listens to their session, by the client of the protocol, and all that they were told. */
export interface SessionChanges {
  readonly told: ToldChange[];
  /** Resolves when the stream has begun. */
  readonly begun: Promise<void>;
  /** Resolves when the stream is complete. */
  readonly complete: Promise<void>;
  stop(): void;
}

/** Listens with an access token. */
export function listenToSession(url: string, accessToken: string): SessionChanges {
  const told: ToldChange[] = [];
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const client = createClient({
    url: `${url}/graphql`,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${accessToken}` },
    fetchFn: async (...request: Parameters<typeof fetch>) => {
      const response = await fetch(...request);
      if (response.ok) begin();
      return response;
    },
  });
  const complete = new Promise<void>((resolve, reject) => {
    client.subscribe(
      { query: SUBSCRIPTION },
      {
        next: ({ data }: ExecutionResult) => told.push(changeShape.parse(data).mySessionChanged),
        error: reject,
        complete: resolve,
      },
    );
  });
  return {
    told,
    begun: Promise.race([begun, complete]),
    complete,
    stop: () => {
      client.dispose();
    },
  };
}
