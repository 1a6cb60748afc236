import { groupByMolecule, SAME_LEVELS, type SameLevel, type Side } from '../../src/audit/side.js';
import { selectFingerprints } from '../../src/similarity/fingerprints.js';
import type { Matrix } from '../oracle/brute-force.js';
import { clustered, packed, seeded } from '../oracle/generators.js';

/** A record of a made-up split, with all that decides what it is like. */
export interface MadeRecord {
  readonly molecule: number;
  readonly smiles: string;
  readonly label: number;
}

/** Made-up molecules, and records of some of them on two sides. */
export interface World {
  readonly matrix: Matrix;
  /** Key of each molecule by level; -1 is not known. */
  readonly keys: Readonly<Record<SameLevel, readonly number[]>>;
  readonly scaffolds: readonly number[];
  readonly train: readonly MadeRecord[];
  readonly test: readonly MadeRecord[];
}

export type Labels = 'classes' | 'logarithms' | 'large';

/** Molecules that are the same by level more and more often; some keys are missing, and records repeat. */
export function randomWorld(seed: number, labels: Labels = 'logarithms'): World {
  const uniform = seeded(seed);
  const below = (n: number) => Math.floor(uniform() * n);
  const molecules = 30;
  // Few bits and clusters: fingerprints of different molecules may be equal.
  const matrix = clustered(seed, molecules, 2, 3);
  for (let m = 1; m < molecules; m += 4) {
    const from = below(molecules);
    matrix.data.copyWithin(m * 2, from * 2, from * 2 + 2);
  }
  const keys = {} as Record<SameLevel, number[]>;
  let known = Array.from({ length: molecules }, (_, m) => m);
  for (const level of SAME_LEVELS) {
    if (level !== 'none') {
      const [a, b] = [known[below(molecules)], known[below(molecules)]];
      known = known.map((key) => (key === b ? a : key));
    }
    keys[level] = known.map((key) => (level !== 'none' && uniform() < 0.1 ? -1 : key));
  }
  const label = () =>
    uniform() < 0.15
      ? Number.NaN
      : labels === 'classes'
        ? below(2)
        : labels === 'logarithms'
          ? 4 + below(20) / 4
          : 100 * uniform();
  const side = (count: number) =>
    Array.from({ length: count }, (): MadeRecord => {
      const molecule = below(molecules);
      return { molecule, smiles: `m${molecule}.${below(2)}`, label: label() };
    });
  return {
    matrix,
    keys,
    scaffolds: Array.from({ length: molecules }, () => below(12) - 1),
    train: side(20),
    test: side(14),
  };
}

/** A side of the world as audits take it; molecules are numbered by their first record. */
export function sideOf(world: World, name: 'train' | 'test'): Side {
  const records = world[name];
  const molecules = [...new Set(records.map(({ molecule }) => molecule))];
  const moleculeOf = Int32Array.from(records, ({ molecule }) => molecules.indexOf(molecule));
  return {
    name,
    moleculeOf,
    ...groupByMolecule(moleculeOf, molecules.length),
    fingerprints: selectFingerprints(packed(world.matrix), molecules),
    smiles: records.map(({ smiles }) => smiles),
    labels: Float64Array.from(records, ({ label }) => label),
    keys: Object.fromEntries(
      SAME_LEVELS.map((level) => [level, Int32Array.from(molecules, (m) => world.keys[level][m])]),
    ) as Side['keys'],
    scaffolds: Int32Array.from(molecules, (m) => world.scaffolds[m]),
  };
}
