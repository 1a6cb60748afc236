import { assertInvariant } from '../../errors.js';
import type { Job } from '../../job.js';
import type { NeighborGraph } from '../neighbor-graph.js';
import type { SummedClusters, SummedRow } from '../summed.js';
import type { Ratio, Side } from './side.js';

/** Entities that are known by name alone, such as cell lines: of similarity 1 to themselves, and 0 to all others. */
export class CategorySide implements Side {
  readonly count: number;

  /** @param names each different */
  constructor(readonly names: readonly string[]) {
    this.count = names.length;
  }

  select(entities: ArrayLike<number>): CategorySide {
    return new CategorySide(Array.from(entities, (e) => this.names[e]));
  }

  similarities(others: Side): (i: number, j: number) => number {
    const [own, other] = [this.names, namesOf(others)];
    return (i, j) => (own[i] === other[j] ? 1 : 0);
  }

  ratio(i: number, others: Side, j: number): Ratio {
    return { intersection: this.names[i] === namesOf(others)[j] ? 1 : 0, union: 1 };
  }

  async maxSimilarities(others: Side): Promise<Float64Array> {
    const known = new Set(namesOf(others));
    return Float64Array.from(this.names, (name) => (known.has(name) ? 1 : 0));
  }

  async graph(): Promise<NeighborGraph> {
    return {
      count: this.count,
      offsets: new Int32Array(this.count + 1),
      neighbors: new Int32Array(0),
      levels: new Uint8Array(0),
    };
  }

  /** All names are different, so that all sums are 0. */
  async eachSummedRow({ count, rows }: SummedClusters, _job: Job, visit: SummedRow): Promise<void> {
    const row = new Float64Array(count);
    for (let c = 0; c < rows; c++) visit(c, row);
  }
}

function namesOf(side: Side): readonly string[] {
  assertInvariant(side instanceof CategorySide, 'sides of two kinds were compared');
  return side.names;
}
