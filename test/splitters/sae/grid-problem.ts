import { CategorySide } from '../../../src/similarity/two-sided/category-side.js';
import { FingerprintSide } from '../../../src/similarity/two-sided/fingerprint-side.js';
import { TwoSided } from '../../../src/similarity/two-sided/index.js';
import { binOf, similarity } from '../../oracle/brute-force.js';
import { clustered, edgesOf, packed } from '../../oracle/generators.js';
import { below } from '../../oracle/pair-data.js';
import { madePartners } from '../../oracle/pair-sides.js';

const EDGES = ['0,1/3,2/3,1', '0,1/2,1', '0,1/4,1/2,3/4,1'];

/** Made-up pairs: the bin of each two drugs and of each two partners, the highest for one and itself. */
export function made(n: number, most: number, sizes: readonly [number, number]) {
  const pick = below(n + 500);
  const [drugCount, partnerCount] = [2 + pick(sizes[0] - 1), 2 + pick(sizes[1] - 1)];
  const fingerprints = clustered(n, drugCount, 2, 1 + pick(3));
  const partners = madePartners(n, partnerCount);
  const all = [...Array(drugCount * partnerCount).keys()];
  for (let i = all.length - 1; i > 0; i--) {
    const j = pick(i + 1);
    [all[i], all[j]] = [all[j], all[i]];
  }
  const count = Math.min(all.length, 3 + pick(most - 2));
  const drugOf = Int32Array.from(all.slice(0, count), (p) => p % drugCount);
  const partnerOf = Int32Array.from(all.slice(0, count), (p) => Math.floor(p / drugCount));
  const side = new FingerprintSide(packed(fingerprints));
  const pairs = new TwoSided(side, drugOf, partners.side, partnerOf);
  const { bins, edges } = edgesOf(EDGES[pick(EDGES.length)]);
  const binsOf = [
    [...Array(drugCount).keys()].map((i) =>
      [...Array(drugCount).keys()].map((j) =>
        i === j ? bins.count - 1 : binOf(similarity(fingerprints, i, fingerprints, j), edges),
      ),
    ),
    [...Array(partnerCount).keys()].map((i) =>
      [...Array(partnerCount).keys()].map((j) =>
        i === j ? bins.count - 1 : binOf(partners.of(i, j), edges),
      ),
    ),
  ] as const;
  const size = 1 + pick(Math.max(1, Math.ceil(0.7 * count)));
  return { pairs, bins, binsOf, count, size, of: [drugOf, partnerOf] as const };
}
export type Made = ReturnType<typeof made>;

/** Pairs outside of a training set by their cell. */
export function cellsOutside(
  { bins, binsOf, of, count }: Made,
  train: readonly boolean[],
): number[] {
  const highest = (s: 0 | 1, p: number) => {
    let bin = 0;
    for (let q = 0; q < count; q++) {
      if (train[q]) bin = Math.max(bin, binsOf[s][of[s][p]][of[s][q]]);
    }
    return bin;
  };
  const cells = new Array<number>(bins.count ** 2).fill(0);
  for (let p = 0; p < count; p++) {
    if (!train[p]) cells[highest(0, p) * bins.count + highest(1, p)]++;
  }
  return cells;
}

/** Every pair of so many drugs and partners that are known by name alone. */
export function allPairs(drugs: number, partners: number): TwoSided {
  const names = (n: number) => new CategorySide(Array.from({ length: n }, (_, i) => `n${i}`));
  const all = Array.from({ length: drugs * partners }, (_, p) => p);
  return new TwoSided(
    names(drugs),
    Int32Array.from(all, (p) => Math.floor(p / partners)),
    names(partners),
    Int32Array.from(all, (p) => p % partners),
  );
}
