import { getHeapStatistics } from 'node:v8';

/** Bytes of a row in memory, as measured: its list of cells and its place in the table. */
const ROW = 220;
/** A list has room for so many cells from the beginning. */
const CELLS_IN_ROW = 16;
const CELL = 12;
/** Bytes of a text of two or more characters, without these. */
const TEXT = 24;
/** Share of the heap that tables may take: what is made of them needs room, too. */
const SHARE = 0.5;

/** The heap that the rows of a table take, by a simple count, and what there is for them. */
export class RowMemory {
  /** Bytes. */
  private taken = 0;

  /** @param room in bytes: that of this process's heap less what is in it already, unless given */
  constructor(private readonly room = roomNow()) {}

  /** Counts a row; false once there is no room for it. */
  add(cells: readonly string[]): boolean {
    this.taken += ROW + CELL * Math.max(0, cells.length - CELLS_IN_ROW);
    for (const { length } of cells) if (length > 1) this.taken += TEXT + length;
    return this.taken <= this.room;
  }

  /** Counts the empty cells that a row gets to be of another length; false once there is no room for them. */
  widen(cells: number, length: number): boolean {
    this.taken += CELL * Math.max(0, length - Math.max(cells, CELLS_IN_ROW));
    return this.taken <= this.room;
  }
}

function roomNow(): number {
  const { heap_size_limit, used_heap_size } = getHeapStatistics();
  return heap_size_limit * SHARE - used_heap_size;
}
