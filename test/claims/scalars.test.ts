import { describe, expect, it } from 'vitest';

import { claimScalars } from '../../src/claims/scalars.ts';
import type { JsonValue } from '../../src/claims/types.ts';
import { faultsOf } from './claims-file.ts';

interface Example {
  readonly fit: readonly JsonValue[];
  readonly misfit: readonly JsonValue[];
}

/** Values of each scalar that a claim may have, and values that are none. */
const EXAMPLES: Readonly<Record<string, Example>> = {
  String: { fit: ['', 'a'], misfit: [0, true, [], {}] },
  Int: { fit: [0, -(2 ** 31), 2 ** 31 - 1], misfit: [0.5, 2 ** 31, '5', null] },
  Float: { fit: [0, 0.5, 1e300], misfit: ['0.5', true, null] },
  Boolean: { fit: [true, false], misfit: [0, 'true', null] },
  ID: { fit: ['x', 7], misfit: [0.5, true, 2 ** 53] },
  JSONObject: { fit: [{}, { a: [null] }], misfit: [[], 'x', null] },
};

describe('the scalars that a claim may have', () => {
  it('each have examples here', () => {
    expect(Object.keys(EXAMPLES)).toEqual([...claimScalars.keys()]);
  });

  it.each(Object.entries(EXAMPLES))('%s takes its own values as they are, and no others', (name, { fit, misfit }) => {
    const fits = claimScalars.get(name)?.fits;
    expect(fit.filter((value) => fits?.(value) !== true)).toEqual([]);
    expect(misfit.filter((value) => fits?.(value) !== false)).toEqual([]);
  });

  it.each(Object.keys(EXAMPLES))('%s can be declared in a claims file', (name) => {
    const file = `type Claims { one: ${name} additional: JSONObject! }
      input MyClaimsPatch { one: ${name} }
      input UserClaimsPatch { one: ${name} }`;
    expect(faultsOf(file)).toEqual([]);
  });
});
