/** Finds fingerprints that are equal, bit for bit, among the rows of a matrix. */
export class FingerprintTable {
  /** Rows by hash, open addressing; -1 where there is none. */
  private readonly slots: Int32Array;
  private readonly mask: number;

  /**
   * @param words packed fingerprints, rows × width, row-major
   * @param capacity the most rows that will be added
   */
  constructor(
    private readonly words: Uint32Array,
    private readonly width: number,
    capacity: number,
  ) {
    let size = 16;
    while (size < 2 * capacity) size *= 2;
    this.slots = new Int32Array(size).fill(-1);
    this.mask = size - 1;
  }

  /** Adds a row unless an equal one is there; returns the row that is there then. */
  add(row: number): number {
    const slot = this.slotOf(this.words, row);
    if (this.slots[slot] < 0) this.slots[slot] = row;
    return this.slots[slot];
  }

  /** The row with the fingerprint of `row` of another matrix of the same width, or -1. */
  find(words: Uint32Array, row: number): number {
    return this.slots[this.slotOf(words, row)];
  }

  private slotOf(words: Uint32Array, row: number): number {
    const { width, slots, mask } = this;
    const start = row * width;
    let hash = 0;
    for (let w = start; w < start + width; w++) {
      hash = Math.imul(hash ^ words[w], 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    let slot = hash & mask;
    while (slots[slot] >= 0 && !this.equal(slots[slot] * width, words, start)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private equal(own: number, words: Uint32Array, other: number): boolean {
    for (let w = 0; w < this.width; w++) {
      if (this.words[own + w] !== words[other + w]) return false;
    }
    return true;
  }
}

/**
 * The rows whose fingerprint another row has as well, in ascending order.
 *
 * @param counts whether a row takes part
 */
export function rowsInCommon(
  words: Uint32Array,
  width: number,
  count: number,
  counts: (row: number) => boolean,
): number[] {
  const table = new FingerprintTable(words, width, count);
  const common = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    if (!counts(row)) continue;
    const first = table.add(row);
    if (first !== row) common[first] = common[row] = 1;
  }
  const rows: number[] = [];
  for (let row = 0; row < count; row++) if (common[row]) rows.push(row);
  return rows;
}
