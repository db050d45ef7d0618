import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { diffClaims, isSameJson, mergeClaims, patchBetween, threeWayMerge } from '../../src/claims/merge.ts';
import { isReservedKey } from '../../src/claims/reserved.ts';
import type { ClaimsMergeMode, JsonObject, JsonValue } from '../../src/claims/types.ts';
import { jsonValue, payload, payloadWithoutNull, reversed } from './json.ts';

const anyMode = fc.constantFrom<ClaimsMergeMode>('MERGE', 'MERGE_PATCH', 'REPLACE');

function parse(json: string): JsonObject {
  return JSON.parse(json) as JsonObject;
}

/** RFC 7396, appendix A: original, patch, result; below a claim, where a top-level `null` is not what removes. */
const RFC_7396: readonly (readonly [JsonValue, JsonValue, JsonValue])[] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe('merging a patch', () => {
  it.each(RFC_7396)('does as RFC 7396 says: %j with %j is %j', (original, patch, result) => {
    expect(mergeClaims({ claim: original }, { claim: patch }, 'MERGE_PATCH')).toEqual({ claim: result });
  });

  it.each<[ClaimsMergeMode, JsonObject]>([
    ['MERGE', { keep: 1, o: { b: null }, l: [null] }],
    ['MERGE_PATCH', { keep: 1, o: { a: 1 }, l: [null] }],
    ['REPLACE', { o: { b: null }, l: [null] }],
  ])('with %s treats nested nulls and unnamed claims as the mode says', (mode, expected) => {
    const stored = { keep: 1, gone: 1, o: { a: 1 }, l: [1, 2] };
    expect(mergeClaims(stored, { gone: null, o: { b: null }, l: [null] }, mode)).toEqual(expected);
  });

  it('with REPLACE leaves what the writer may not write, and every reserved key', () => {
    const stored = { iss: 'x', 'st-role': 'y', own: 1, foreign: 2 };
    const next = mergeClaims(stored, {}, 'REPLACE', (key) => key !== 'foreign');
    expect(next).toEqual({ iss: 'x', 'st-role': 'y', foreign: 2 });
  });

  it('twice is as good as once, in every mode', () => {
    fc.assert(
      fc.property(payload, payload, anyMode, (stored, patch, mode) => {
        const once = mergeClaims(stored, patch, mode);
        expect(mergeClaims(once, patch, mode)).toEqual(once);
      }),
    );
  });

  it.each<ClaimsMergeMode>(['MERGE', 'MERGE_PATCH'])('keeps every claim that it does not name, with %s', (mode) => {
    fc.assert(
      fc.property(payload, payload, (stored, patch) => {
        const next = new Map(Object.entries(mergeClaims(stored, patch, mode)));
        const kept = Object.entries(stored).filter(([key]) => !Object.hasOwn(patch, key));
        for (const [key, value] of kept) expect(next.get(key)).toBe(value);
      }),
    );
  });

  it('keeps `__proto__` a member like others, at every level', () => {
    const patch = parse('{ "__proto__": { "x": 1 }, "o": { "__proto__": { "y": 2 } } }');
    const next = mergeClaims({ o: { a: 1 } }, patch, 'MERGE_PATCH');
    expect(JSON.stringify(next)).toBe('{"o":{"a":1,"__proto__":{"y":2}},"__proto__":{"x":1}}');
    expect(Object.getPrototypeOf(next)).toBe(Object.prototype);
  });
});

describe('the patch between two payloads', () => {
  it('leads from the one to the other', () => {
    fc.assert(
      fc.property(payload, payloadWithoutNull, (before, after) => {
        expect(isSameJson(mergeClaims(before, patchBetween(before, after), 'MERGE'), after)).toBe(true);
      }),
    );
  });

  it('is empty between equal ones', () => {
    fc.assert(
      fc.property(payload, (claims) => {
        expect(patchBetween(claims, parse(JSON.stringify(reversed(claims))))).toEqual({});
      }),
    );
  });
});

describe('merging three ways', () => {
  it('gives theirs where mine changed nothing', () => {
    fc.assert(
      fc.property(payload, payload, (base, theirs) => {
        expect(threeWayMerge(base, base, theirs)).toEqual(theirs);
      }),
    );
  });

  it('gives mine where theirs changed nothing', () => {
    fc.assert(
      fc.property(payload, payload, (base, mine) => {
        expect(isSameJson(threeWayMerge(base, mine, base), mine)).toBe(true);
      }),
    );
  });

  it('keeps what others removed removed, when mine only carries it along', () => {
    expect(threeWayMerge({ admin: true, a: 1 }, { admin: true, a: 2 }, { a: 1 })).toEqual({ a: 2 });
  });

  it('lets a key win that mine changed or removed', () => {
    expect(threeWayMerge({ a: 1, b: 1 }, { a: 2 }, { a: 3, b: 3, c: 3 })).toEqual({ a: 2, c: 3 });
  });
});

describe('the difference between two payloads', () => {
  it('names keys that were added, updated and removed, reserved ones left out', () => {
    const before = { kept: { x: 1, y: 2 }, updated: 1, removed: 1, iss: 'a', 'st-role': 1 };
    const after = { kept: { y: 2, x: 1 }, updated: '1', added: null, iss: 'b', sub: 1 };
    expect(diffClaims(before, after)).toEqual({ added: ['added'], updated: ['updated'], removed: ['removed'] });
  });

  it('is empty exactly where the claims are equal', () => {
    fc.assert(
      fc.property(payload, payload, (before, after) => {
        const changes = Object.values(diffClaims(before, after)).flat();
        const visible = (claims: JsonObject) =>
          Object.fromEntries(Object.entries(claims).filter(([key]) => !isReservedKey(key)));
        expect(changes.length === 0).toBe(isSameJson(visible(before), visible(after)));
      }),
    );
  });
});

describe('equality as JSON', () => {
  it('does not see the order of members', () => {
    fc.assert(
      fc.property(jsonValue, (json) => {
        expect(isSameJson(json, reversed(json))).toBe(true);
      }),
    );
  });

  it.each<[JsonValue, JsonValue]>([
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: null }, {}],
    [{ a: 1 }, { b: 1 }],
    [[], {}],
    [null, {}],
    [1, '1'],
    [{ toString: 1 }, { other: 1 }],
  ])('tells %j from %j', (a, b) => {
    expect(isSameJson(a, b)).toBe(false);
    expect(isSameJson(b, a)).toBe(false);
  });
});
