import { isCoreName } from './names.ts';

/** Variables that have no effect beside others, or must not stand beside them; one fault each. */
export function contradictions(env: Readonly<Record<string, string>>): string[] {
  const external = env['SUPERTOKENS_CONNECTION_URI'] !== undefined;
  const faults = (external ? Object.keys(env).filter(isCoreName) : []).map(
    (name) => `${name}: has no effect on the core at SUPERTOKENS_CONNECTION_URI: remove one of the two`,
  );
  if (!external && env['SUPERTOKENS_API_KEY'] !== undefined) {
    faults.push('SUPERTOKENS_API_KEY: has no effect on the embedded core: set SUPERTOKENS_CONNECTION_URI too');
  }
  if (env['TRUSTED_DOCUMENTS'] !== undefined && env['EXPLORER'] === 'on') {
    faults.push('EXPLORER: must be off with TRUSTED_DOCUMENTS: its page sends documents that nobody knows');
  }
  return faults;
}
