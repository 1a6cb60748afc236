/** Numbers from 0 that are joined into sets; each set is known by its smallest, whatever the order of joining. */
export class DisjointSets {
  private readonly parent: Int32Array;

  /** @param count each in a set of its own at first */
  constructor(readonly count: number) {
    this.parent = Int32Array.from({ length: count }, (_, i) => i);
  }

  /** The smallest number of the set that `i` is in. */
  find(i: number): number {
    const { parent } = this;
    let r = i;
    while (parent[r] !== r) {
      parent[r] = parent[parent[r]];
      r = parent[r];
    }
    return r;
  }

  join(i: number, j: number): void {
    const [a, b] = [this.find(i), this.find(j)];
    this.parent[Math.max(a, b)] = Math.min(a, b);
  }

  /** The smallest number of each one's set. */
  roots(): Int32Array {
    return this.parent.map((_, i) => this.find(i));
  }
}
