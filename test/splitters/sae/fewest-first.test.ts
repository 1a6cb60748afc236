import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FewestFirst } from '../../../src/splitters/sae/fewest-first.js';

describe('FewestFirst', () => {
  it('gives the item with the fewest, of several the one that came first, as a search of a list does', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 });
    const acts = fc.array(fc.tuple(fc.constantFrom('add', 'fall', 'take'), fc.nat()), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(numbers, acts, (given, list) => {
        const own = Int32Array.from(given);
        const queue = new FewestFirst(own);
        for (let round = 0; round < 2; round++) {
          let plain: number[] = [];
          own.set(given);
          queue.clear();
          for (const [act, k] of list) {
            const item = k % own.length;
            if (act === 'add' && !plain.includes(item)) {
              plain.push(item);
              queue.add(item);
            } else if (act === 'fall' && own[item] > 0) {
              own[item]--;
              queue.fell(item);
            } else if (act === 'take' && plain.length > 0) {
              const first = queue.first();
              plain = plain.filter((one) => one !== first);
              queue.removeFirst();
            }
            const fewest = Math.min(...plain.map((one) => own[one]));
            expect(queue.first()).toBe(plain.find((one) => own[one] === fewest) ?? -1);
            expect(queue.size).toBe(plain.length);
          }
        }
      }),
    );
  });
});
