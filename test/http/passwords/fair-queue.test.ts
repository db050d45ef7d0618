import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fairQueue, type Leave, type QueueLimits } from '../../../src/http/passwords/fair-queue.ts';

function record(limits: QueueLimits) {
  const enter = fairQueue(limits);
  const begun: string[] = [];
  const refused: string[] = [];
  const leaves = new Map<string, Leave>();
  const come = (name: string): void => {
    leaves.set(
      name,
      enter({ key: name.charAt(0), begin: () => void begun.push(name), refuse: () => void refused.push(name) }),
    );
  };
  return { begun, refused, come, leave: (name: string) => leaves.get(name)?.() };
}

describe('a fair queue', () => {
  it('gives each key its turn, however much one of them brings', () => {
    const { begun, come, leave } = record({ atATime: 1, waitingOfOne: 5, waiting: 20 });
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']) come(name);
    for (const name of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']) leave(name);
    expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  it('refuses a key that has as many waiting as it may', () => {
    const { refused, come } = record({ atATime: 1, waitingOfOne: 2, waiting: 20 });
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1']) come(name);
    expect(refused).toEqual(['a4']);
  });

  it('makes room for who has little by refusing the newest of who has most', () => {
    const { refused, begun, come, leave } = record({ atATime: 1, waitingOfOne: 5, waiting: 3 });
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2']) come(name);
    expect(refused).toEqual(['a4', 'b2']);
    for (const name of ['a1', 'a2', 'b1']) leave(name);
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('forgets who leaves before the turn', () => {
    const { begun, come, leave } = record({ atATime: 1, waitingOfOne: 5, waiting: 5 });
    for (const name of ['a1', 'a2', 'b1']) come(name);
    leave('a2');
    leave('a1');
    expect(begun).toEqual(['a1', 'b1']);
  });

  it('keeps its bounds, begins or refuses everything once, and stops for nothing', () => {
    const limits = { atATime: 2, waitingOfOne: 3, waiting: 6 };
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.boolean()), { maxLength: 60 }), (steps) => {
        const { begun, refused, come, leave } = record(limits);
        const left = new Set<string>();
        steps.forEach(([key, leaves], index) => {
          come(`${key}${index}`);
          const running = begun.filter((name) => !left.has(name));
          expect(running.length).toBeLessThanOrEqual(limits.atATime);
          const first = running[0];
          if (leaves && first !== undefined) {
            left.add(first);
            leave(first);
          }
        });
        for (let index = 0; index < begun.length; index++) leave(begun[index] ?? '');
        expect([...begun, ...refused].sort()).toEqual(steps.map(([key], index) => `${key}${index}`).sort());
      }),
    );
  });
});
