import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeastSimilar } from '../../../src/workflows/expect/least-similar.js';
import type { ExpectedMolecule } from '../../../src/workflows/expect/types.js';

const similarityOf = (kind: number) => ((kind * 7) % 5) / 5;

describe('the least similar rows of a library', () => {
  it('are the first of all, sorted by similarity and row, each SMILES once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 80 }),
        fc.integer({ min: 0, max: 12 }),
        (kinds, most) => {
          const all = kinds.map((kind, r) => ({
            ...{ row: r + 1, smiles: `C${kind}`, max_similarity: similarityOf(kind) },
          })) as ExpectedMolecule[];
          const kept = new LeastSimilar(most);
          for (const one of all) kept.offer(one, one.max_similarity as number);
          const first = all.filter(
            ({ smiles }, r) => all.findIndex((own) => own.smiles === smiles) === r,
          );
          const sorted = [...first].sort(
            (a, b) => (a.max_similarity ?? 0) - (b.max_similarity ?? 0) || a.row - b.row,
          );
          expect(kept.rows).toEqual(sorted.slice(0, most));
        },
      ),
    );
  });
});
