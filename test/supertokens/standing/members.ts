import type { ClaimsPayload, JsonObject, JsonValue } from '../../../src/claims/types.ts';
import type { UserMembers } from '../../../src/supertokens/standing/metadata.ts';

/** A user's metadata, as the core keeps them: each member is replaced by itself. */
export class Members implements UserMembers {
  stored: JsonObject = {};
  /** What is to become of the next update: it lands, or is kept here until the test lets it land. */
  readonly late: JsonObject[] = [];
  isSilent = false;

  get(): Promise<JsonObject> {
    return Promise.resolve(this.stored);
  }

  update(members: JsonObject): Promise<void> {
    if (this.isSilent) {
      this.late.push(members);
      return Promise.reject(new Error('no answer'));
    }
    this.land(members);
    return Promise.resolve();
  }

  land(members: JsonObject): void {
    const merged = Object.entries({ ...this.stored, ...members });
    this.stored = Object.fromEntries(merged.filter(([, value]) => value !== null));
  }

  /** As the version before the ledger wrote them. */
  landPlain(claims: ClaimsPayload, forgotten: readonly string[] = []): void {
    const set = Object.entries(claims).map(([key, value]): [string, JsonValue] => [
      `claim:${key}`,
      value === null ? { removed: true } : { value },
    ]);
    const dropped = forgotten.map((key): [string, JsonValue] => [`claim:${key}`, null]);
    this.land(Object.fromEntries([...set, ...dropped]));
  }

  /** As the version before the ledger reads them. */
  plainly(): ClaimsPayload {
    const claims = Object.entries(this.stored).filter(([name]) => name.startsWith('claim:'));
    return Object.fromEntries(claims.map(([name, entry]) => [name.slice('claim:'.length), plainValue(entry)]));
  }
}

function plainValue(entry: JsonValue): JsonValue {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw new Error('not a standing claim');
  return entry['removed'] === true ? null : (entry['value'] ?? null);
}
