import { describe, expect, it } from 'vitest';
import { wordFingerprints } from '../../../src/dataset/pairs/sequences.js';
import { Job } from '../../../src/job.js';
import { nearestOf, neighborGraphOf } from '../../../src/similarity/compared.js';
import { CategorySide } from '../../../src/similarity/two-sided/category-side.js';
import { FingerprintSide } from '../../../src/similarity/two-sided/fingerprint-side.js';
import { TwoSided } from '../../../src/similarity/two-sided/index.js';
import { MatrixSide } from '../../../src/similarity/two-sided/matrix-side.js';
import type { Side } from '../../../src/similarity/two-sided/side.js';
import { errorOf } from '../../helpers.js';
import { binOf, compare, type Matrix, type Ratio, similarity } from '../../oracle/brute-force.js';
import { clustered, edgesOf, packed } from '../../oracle/generators.js';
import { below, madeMatrix, madeSequences } from '../../oracle/pair-data.js';
import { categories, type Entities, matrix, sequences } from '../../oracle/pairs.js';

/** One side for the project, and for the double loop: similarity of entities by their numbers. */
interface MadeSide {
  readonly side: Side;
  readonly similarity: (i: number, j: number) => Ratio;
}

const ofNames = (names: readonly string[], side: Side, entities: Entities): MadeSide => ({
  side,
  similarity: (i, j) => entities.similarity(names[i], names[j]),
});

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);

const SIDES: Record<string, (seed: number, count: number) => MadeSide> = {
  fingerprints: (seed, count) => {
    const made: Matrix = clustered(seed, count, 2, 4);
    return {
      side: new FingerprintSide(packed(made)),
      similarity: (i, j) => similarity(made, i, made, j),
    };
  },
  sequences: (seed, count) => {
    const k = 1 + (seed % 3);
    const texts = madeSequences(seed, count).map((text) => text.toUpperCase().replace('*', ''));
    return ofNames(texts, new FingerprintSide(wordFingerprints(texts, k)), sequences(k));
  },
  categories: (_, count) => {
    const names = numbered(count);
    return ofNames(names, new CategorySide(names), categories);
  },
  matrix: (seed, count) => {
    // More rows than partners, and in another order.
    const size = count + 3;
    const cells = madeMatrix(seed, size);
    const values = Int32Array.from(cells.flat(), (cell) => Math.round(Number(cell) * 1e6));
    const names = numbered(size).reverse().slice(0, count);
    const rows = Int32Array.from(names, (name) => Number(name.slice(1)));
    const side = new MatrixSide({ key: 'made', size, values }, rows);
    return ofNames(names, side, matrix(numbered(size), cells));
  },
};

const EDGES = ['0,1', '0,1/2,1', '0,1/3,2/3,1', '0,1/4,1/2,3/4,1', '0,1/5,2/5,3/5,4/5,1'];

/** Random pairs, none twice, not of every drug and every partner. */
function madeWorld(seed: number, drugKind: string, partnerKind: string) {
  const pick = below(seed);
  const [drugCount, partnerCount] = [1 + pick(14), 1 + pick(12)];
  const drugs = SIDES[drugKind](seed, drugCount);
  const partners = SIDES[partnerKind](seed + 500, partnerCount);
  const all = [...Array(drugCount * partnerCount).keys()].filter(() => pick(3) > 0);
  for (let i = all.length - 1; i > 0; i--) {
    const j = pick(i + 1);
    [all[i], all[j]] = [all[j], all[i]];
  }
  const drugOf = Int32Array.from(all, (p) => p % drugCount);
  const partnerOf = Int32Array.from(all, (p) => Math.floor(p / drugCount));
  const pairs = new TwoSided(drugs.side, drugOf, partners.side, partnerOf);
  const of = (p: number, q: number): Ratio => {
    const [a, b] = [
      drugs.similarity(drugOf[p], drugOf[q]),
      partners.similarity(partnerOf[p], partnerOf[q]),
    ];
    return compare(a, b) <= 0 ? a : b;
  };
  return { pairs, of, pick };
}

const KINDS = Object.keys(SIDES).flatMap((partners) => [
  ['fingerprints', partners],
  ...(partners === 'fingerprints' ? [] : [[partners, 'fingerprints']]),
]);

describe('the neighbor graph of pairs', () => {
  it.each(KINDS)('equals the double loop for %s with %s', async (drugKind, partnerKind) => {
    let entries = 0;
    for (let seed = 0; seed < 15; seed++) {
      const { pairs, of } = madeWorld(seed, drugKind, partnerKind);
      const { bins, edges } = edgesOf(EDGES[seed % EDGES.length]);
      const graph = await neighborGraphOf(pairs, bins, new Job());
      const expected: number[][] = [];
      for (let p = 0; p < pairs.count; p++) {
        for (let q = 0; q < pairs.count; q++) {
          const bin = p === q ? 0 : binOf(of(p, q), edges);
          if (bin > 0) expected.push([p, q, bin]);
        }
      }
      const found: number[][] = [];
      for (let p = 0; p < graph.count; p++) {
        for (let e = graph.offsets[p]; e < graph.offsets[p + 1]; e++) {
          found.push([p, graph.neighbors[e], graph.levels[e]]);
        }
      }
      expect(graph.count).toBe(pairs.count);
      expect(found).toEqual(expected);
      entries += found.length;
    }
    expect(entries).toBeGreaterThan(200);
  });

  it('does not exceed the memory, and says what to change', async () => {
    const made = Array.from({ length: 40 }, (_, i) => `n${i}`);
    const drugs = new FingerprintSide(packed(clustered(1, 40, 2, 1)));
    const of = (f: (p: number) => number) => Int32Array.from({ length: 1600 }, (_, p) => f(p));
    const pairs = new TwoSided(
      drugs,
      of((p) => p % 40),
      new CategorySide(made),
      of((p) => Math.floor(p / 40)),
    );
    const { bins } = edgesOf('0,1/3,2/3,1');
    const whole = await neighborGraphOf(pairs, bins, new Job());
    const needed = 16 * whole.neighbors.length;
    const fits = await neighborGraphOf(pairs, bins, new Job(), { memory: needed });
    expect(fits).toEqual(whole);
    const error = await errorOf(() =>
      neighborGraphOf(pairs, bins, new Job(), { memory: needed - 1 }),
    );
    expect(error.code).toBe('usage');
    expect(error.message).toMatch(
      /^more than [\d,]+ neighbors among the pairs do not fit in --memory .*; give more, or raise the first edge above 0 of --bins$/,
    );
  });
});

describe('the nearest pairs', () => {
  it.each(KINDS)('equal the double loop for %s with %s', async (drugKind, partnerKind) => {
    for (let seed = 0; seed < 15; seed++) {
      const { pairs, of, pick } = madeWorld(seed, drugKind, partnerKind);
      const zone = Array.from({ length: pairs.count }, () => pick(3));
      const test = [...zone.keys()].filter((p) => zone[p] === 0);
      const train = [...zone.keys()].filter((p) => zone[p] === 1);
      const found = await nearestOf(pairs.select(test), pairs.select(train), new Job());
      test.forEach((p, i) => {
        let best = -1;
        train.forEach((q, r) => {
          if (best < 0 || compare(of(p, q), of(p, train[best])) > 0) best = r;
        });
        expect(found.index[i]).toBe(best);
        const max: Ratio = best < 0 ? [0n, 1n] : of(p, train[best]);
        const ratio: Ratio = [BigInt(found.intersection[i]), BigInt(found.union[i])];
        expect(compare(ratio, max)).toBe(0);
      });
    }
  });
});
