import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Job } from '../../src/job.js';
import { tiedNeighbors } from '../../src/similarity/tied.js';
import { compare, type Matrix, type Ratio, similarity } from '../oracle/brute-force.js';
import { clustered, fromBits, packed, seeded } from '../oracle/generators.js';

/** The similarities of the k nearest and of all that tie with the last of them, and which they are. */
function expected(queries: Matrix, q: number, references: Matrix, k: number) {
  const all = Array.from({ length: references.molecules }, (_, m) => ({
    m,
    value: similarity(queries, q, references, m),
  })).filter(({ value }) => value[0] > 0n);
  all.sort((a, b) => compare(b.value, a.value) || a.m - b.m);
  const last = all[Math.min(k, all.length) - 1];
  return all.filter(({ value }) => compare(value, (last as { value: Ratio }).value) >= 0);
}

async function check(queries: Matrix, references: Matrix, k: number, job = new Job()) {
  const found = await tiedNeighbors(packed(queries), packed(references), k, job);
  expect(found).toHaveLength(queries.molecules);
  found.forEach(({ indices, similarities }, q) => {
    const wanted = expected(queries, q, references, k);
    expect([...similarities]).toEqual(wanted.map(({ value: [a, b] }) => Number(a) / Number(b)));
    // Equally similar ones come in any order.
    expect([...indices].sort((a, b) => a - b)).toEqual(
      wanted.map(({ m }) => m).sort((a, b) => a - b),
    );
    indices.forEach((m, i) => {
      const [a, b] = similarity(queries, q, references, m);
      expect(similarities[i]).toBe(Number(a) / Number(b));
    });
  });
  return found;
}

/** Many rows of few bits, so that most similarities occur often. */
function fewBits(seed: number, rows: number, bits: number): Matrix {
  const uniform = seeded(seed);
  const on = () => Array.from({ length: bits }, (_, b) => b).filter(() => uniform() < 0.4);
  return fromBits(Array.from({ length: rows }, on), 1);
}

describe('the k nearest and those tied with the last of them', () => {
  it('are these, in a case to look at', async () => {
    const references = fromBits([[0, 1], [0, 1, 2, 3], [2], [0], [1], [9]], 1);
    const [one] = await check(fromBits([[0, 1]], 1), references, 1);
    expect([...one.indices]).toEqual([0]);
    const [two] = await check(fromBits([[0, 1]], 1), references, 2);
    // 2/4, 1/2 and 1/2 are one similarity.
    expect([...two.similarities]).toEqual([1, 0.5, 0.5, 0.5]);
  });

  it('leave out what has nothing in common, even if nothing is left', async () => {
    const [own] = await check(fromBits([[0]], 1), fromBits([[1], [2], [0, 5]], 1), 3);
    expect([...own.indices]).toEqual([2]);
    const [none] = await tiedNeighbors(
      packed(fromBits([[0]], 1)),
      packed(fromBits([[1]], 1)),
      5,
      new Job(),
    );
    expect([...none.indices]).toEqual([]);
    const nowhere = await tiedNeighbors(
      packed(fromBits([[0]], 1)),
      packed(fromBits([], 1)),
      5,
      new Job(),
    );
    expect(nowhere).toEqual([{ indices: new Int32Array(0), similarities: new Float64Array(0) }]);
  });

  it('count two empty fingerprints as the same', async () => {
    const [own] = await tiedNeighbors(
      packed(fromBits([[]], 1)),
      packed(fromBits([[1], [], [2], []], 1)),
      1,
      new Job(),
    );
    expect([...own.indices].sort()).toEqual([1, 3]);
    expect([...own.similarities]).toEqual([1, 1]);
  });

  it('are those of brute force, with many ties', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1e9),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        async (seed, rows, bits, k) => {
          const queries = fewBits(seed, 6, bits);
          const nonempty = { ...queries, data: queries.data.map((word) => word || 1) };
          await check(nonempty, fewBits(seed + 1, rows, bits), k);
        },
      ),
      { numRuns: 80 },
    );
  });

  it.each([
    ['no more references than a search can list', 250],
    ['just as many', 256],
    ['one more', 257],
    ['far more', 900],
  ])('are all there where more tie than a search lists at once: %s', async (_, count) => {
    const copies = Array.from({ length: count }, (_, m) =>
      m % 3 === 0 ? [0, 1, 2] : m % 3 === 1 ? [0, 1, 3] : [7],
    );
    const references = fromBits([...copies, [0, 1]], 1);
    const queries = fromBits([[0, 1], [0, 1, 2, 3], [7], [7, 8], [30]], 1);
    const one = await tiedNeighbors(
      packed(queries),
      packed(references),
      5,
      new Job({ threads: 1 }),
    );
    const third = (r: number) => copies.filter((_, m) => m % 3 === r).length;
    expect(one.map(({ indices }) => indices.length)).toEqual([
      1 + third(0) + third(1),
      third(0) + third(1),
      third(2),
      third(2),
      0,
    ]);
    expect(one.map(({ indices }) => new Set(indices).size)).toEqual(
      one.map(({ indices }) => indices.length),
    );
    expect(
      await tiedNeighbors(packed(queries), packed(references), 5, new Job({ threads: 2 })),
    ).toEqual(one);
  });

  it('are those of brute force for fingerprints like those of molecules', async () => {
    await check(clustered(3, 12, 4), clustered(4, 400, 4), 5);
  });
});
