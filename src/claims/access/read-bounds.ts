import type { CallerBounds } from '../ports.ts';
import { isReservedKey } from '../reserved.ts';

/** SuperTokens allows no others. */
const TENANT = /^[a-z0-9-]+$/;
/** A key of claims, or the beginning of several; the signs between entries cannot be part of it. */
const CLAIMS = /^[^\s+,;*]+\*?$|^\*$/;
const ADVICE = 'write tenants=a+b or claims=plan+app_*';

/** What the parts `tenants=...` and `claims=...` bind a key to, and what is wrong with them. */
export function readBounds(parts: readonly string[]): { bounds: CallerBounds; faults: string[] } {
  const faults: string[] = [];
  const lists = new Map<string, readonly string[]>();
  for (const part of parts) {
    const end = part.indexOf('=');
    const name = part.slice(0, Math.max(0, end)).trim();
    const list = part.slice(end + 1).split('+');
    if (name !== 'tenants' && name !== 'claims') faults.push(`what binds the key cannot be read: ${ADVICE}`);
    else if (lists.has(name)) faults.push(`${name}= is there twice`);
    else {
      lists.set(name, list);
      faults.push(...list.flatMap((item) => itemFaults(name, item)));
    }
  }
  return { bounds: { tenants: lists.get('tenants') ?? null, claims: lists.get('claims') ?? null }, faults };
}

function itemFaults(name: 'tenants' | 'claims', item: string): string[] {
  if (name === 'tenants')
    return TENANT.test(item) ? [] : [`tenants= has ${JSON.stringify(item)}: write ids of tenants`];
  if (!CLAIMS.test(item)) return [`claims= has ${JSON.stringify(item)}: write keys of claims, with * only at the end`];
  return isReservedKey(item) ? [`claims= has ${item}, which is reserved for the token itself`] : [];
}
