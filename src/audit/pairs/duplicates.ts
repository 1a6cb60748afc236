import { differByMore } from '../../similarity/cliffs.js';
import type { PairRows } from './pair-rows.js';

/** Test rows whose pair is in training: the same drug, up to the level of standardization, and the same partner. */
export interface DuplicatePairs {
  /** Number of such test rows, and of the different pairs among them. */
  readonly test_records: number;
  readonly test_pairs: number;
  /** The rows as a share of all test rows. */
  readonly share: number;
  /** Test rows among them that have another id, SMILES or sequence in their cells than every training row. */
  readonly other_cells: number;
  /**
   * Test rows among them whose label differs from that of a training row with the same pair: other classes, or values
   * that differ by more than `conflict`. Null where labels cannot be compared.
   */
  readonly conflicting: number | null;
  /** In the unit of the labels; 0 for classes, null where labels cannot be compared. */
  readonly conflict: number | null;
  /**
   * Test rows that are no duplicates, but whose pair of molecules is in training with the two swapped; null where
   * partners are no molecules.
   */
  readonly swapped: number | null;
}

/** A test record, and the first training record with the same pair. */
export interface DuplicateRecord {
  readonly test: number;
  readonly train: number;
}

/** What training knows of a pair: its first record, and its smallest and largest label (NaN without any). */
interface Known {
  readonly first: number;
  least: number;
  most: number;
}

/**
 * Finds the test rows whose pair is in training.
 *
 * @param conflict labels that differ by more contradict each other; null where they cannot be compared
 */
export function findDuplicates(
  train: PairRows,
  test: PairRows,
  conflict: number | null,
): { readonly found: DuplicatePairs; readonly records: readonly DuplicateRecord[] } {
  const known = knownPairs(train);
  const records: DuplicateRecord[] = [];
  const pairs = new Set<number>();
  const written = new Set(train.cells);
  let otherCells = 0;
  let conflicting = 0;
  let swapped = 0;
  test.pairOf.forEach((pair, record) => {
    const key = test.keys[pair];
    const same = known.get(key);
    if (!same) {
      if (test.swappedKeys && known.has(test.swappedKeys[pair])) swapped++;
      return;
    }
    records.push({ test: record, train: same.first });
    pairs.add(key);
    if (!written.has(test.cells[record])) otherCells++;
    const label = test.labels?.[record] ?? Number.NaN;
    const { least, most } = same;
    const contradicts = (other: number) =>
      conflict !== null && differByMore(label, other, conflict);
    if (contradicts(least) || contradicts(most)) conflicting++;
  });
  return {
    records,
    found: {
      test_records: records.length,
      test_pairs: pairs.size,
      share: records.length / test.pairOf.length,
      other_cells: otherCells,
      conflicting: conflict === null ? null : conflicting,
      conflict,
      swapped: test.swappedKeys && swapped,
    },
  };
}

function knownPairs({ pairOf, keys, labels }: PairRows): Map<number, Known> {
  const known = new Map<number, Known>();
  pairOf.forEach((pair, record) => {
    const label = labels?.[record] ?? Number.NaN;
    const before = known.get(keys[pair]);
    if (!before) {
      known.set(keys[pair], { first: record, least: label, most: label });
    } else if (!Number.isNaN(label)) {
      before.least = Number.isNaN(before.least) ? label : Math.min(before.least, label);
      before.most = Number.isNaN(before.most) ? label : Math.max(before.most, label);
    }
  });
  return known;
}
