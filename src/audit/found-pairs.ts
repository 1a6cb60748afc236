import { recordCount, type Side } from './side.js';

/** Largest number of pairs of one finding that are kept for listing; all are counted. */
export const MOST_KEPT = 1_000_000;

/** The pairs of a test and a training record of one finding. All are counted, the first are kept. */
export class FoundPairs {
  /** Number of pairs. */
  count = 0;
  /** 1 for each test record in a pair. */
  readonly marks: Uint8Array;
  private kept = new Int32Array(256);
  private used = 0;

  constructor(
    private readonly train: Side,
    private readonly test: Side,
    private readonly most = MOST_KEPT,
  ) {
    this.marks = new Uint8Array(recordCount(test));
  }

  /** Adds a pair of records. */
  add(test: number, train: number): void {
    this.count++;
    this.marks[test] = 1;
    if (this.used === 2 * this.most) return;
    if (this.used === this.kept.length) {
      const longer = new Int32Array(2 * this.used);
      longer.set(this.kept);
      this.kept = longer;
    }
    this.kept[this.used++] = test;
    this.kept[this.used++] = train;
  }

  /** Adds the pairs of records of two molecules: all, or those that `counts`. */
  addMolecules(
    test: number,
    train: number,
    counts?: (testRecord: number, trainRecord: number) => boolean,
  ): void {
    const { test: t, train: r } = this;
    for (let i = t.offsets[test]; i < t.offsets[test + 1]; i++) {
      for (let j = r.offsets[train]; j < r.offsets[train + 1]; j++) {
        if (!counts || counts(t.records[i], r.records[j])) this.add(t.records[i], r.records[j]);
      }
    }
  }

  /** The pairs that were kept, by test record, then by training record. */
  list(): { test: number; train: number }[] {
    const pairs = Array.from({ length: this.used / 2 }, (_, p) => ({
      test: this.kept[2 * p],
      train: this.kept[2 * p + 1],
    }));
    return pairs.sort((a, b) => a.test - b.test || a.train - b.train);
  }

  /** Test records in a pair, and their molecules. */
  tested(): { records: number; molecules: number } {
    const molecules = new Set<number>();
    let records = 0;
    this.marks.forEach((mark, r) => {
      if (!mark) return;
      records++;
      molecules.add(this.test.moleculeOf[r]);
    });
    return { records, molecules: molecules.size };
  }
}
