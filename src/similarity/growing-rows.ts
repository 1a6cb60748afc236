/** Entries of a piece: 4 MB of neighbors. */
const PIECE = 1 << 20;

/** Neighbors with a value each, of which it is not known how many there will be. */
export class GrowingRows<Values extends Uint8Array | Uint16Array> {
  private readonly neighbors: Int32Array[] = [];
  private readonly values: Values[] = [];
  private size = 0;

  constructor(private readonly make: (length: number) => Values) {}

  get length(): number {
    return this.size;
  }

  push(neighbor: number, value: number): void {
    const at = this.size % PIECE;
    if (at === 0) {
      this.neighbors.push(new Int32Array(PIECE));
      this.values.push(this.make(PIECE));
    }
    const last = this.neighbors.length - 1;
    this.neighbors[last][at] = neighbor;
    this.values[last][at] = value;
    this.size++;
  }

  /** All of them as one array of each; the pieces are given up on the way. */
  finish(): { neighbors: Int32Array; values: Values } {
    const neighbors = joined(this.neighbors, new Int32Array(this.size));
    return { neighbors, values: joined(this.values, this.make(this.size)) };
  }
}

function joined<Kind extends Int32Array | Uint8Array | Uint16Array>(
  pieces: Kind[],
  into: Kind,
): Kind {
  let at = 0;
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    const part = piece.subarray(0, Math.min(PIECE, into.length - at));
    into.set(part, at);
    at += part.length;
  }
  return into;
}
