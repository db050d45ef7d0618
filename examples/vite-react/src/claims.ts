import { type TypedDocument, UpdateMyClaimsDocument, type UpdateMyClaimsInput } from 'claimset/client';

export const CLAIMSET_URL: string = import.meta.env.VITE_CLAIMSET_URL ?? 'http://localhost:4000';

/** Sends an operation of `claimset/client` by fetch, which SuperTokens refreshes and repeats where it has to. */
async function send<Result, Variables>(document: TypedDocument<Result, Variables>, variables?: Variables) {
  const response = await fetch(`${CLAIMSET_URL}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'apollo-require-preflight': 'true' },
    body: JSON.stringify({ query: String(document), variables }),
  });
  const { data, errors }: { data: Result | null; errors?: { message: string }[] } = await response.json();
  if (data === null || errors !== undefined) throw new Error(errors?.[0]?.message ?? `HTTP ${response.status}`);
  return data;
}

export async function updateMyClaims(claims: UpdateMyClaimsInput['claims']): Promise<void> {
  const { updateMyClaims: result } = await send(UpdateMyClaimsDocument, { input: { claims } });
  const [fault] = result?.userErrors ?? [];
  if (fault) throw new Error(fault.message);
}
