/** Queries that are searched at once, where their neighbors are few. */
const MOST = 4096;
/** Neighbors that are held at once, about: 32 MB. */
const HELD = 4_000_000;

/** How many queries to search at once, so that memory does not grow with the number of neighbors. */
export class ChunkSize {
  private size: number;

  /**
   * @param each the most neighbors that a query can have
   * @param exactly whether every query has that many; otherwise what was seen so far tells
   */
  constructor(
    each: number,
    private readonly exactly: boolean,
  ) {
    this.size = within(HELD / each);
  }

  next(): number {
    return this.size;
  }

  /** Says what the last chunk held. */
  saw(queries: number, neighbors: number): void {
    if (this.exactly || queries === 0) return;
    // Later queries may have more than those before: half of the room is kept, and growth is gradual.
    const average = Math.max(1, neighbors) / queries;
    this.size = within(Math.min(this.size * 4, HELD / 2 / average));
  }
}

function within(size: number): number {
  return Math.max(16, Math.min(MOST, Math.floor(size)));
}
