import { assertInvariant } from '../../errors.js';
import { grouped } from '../../grouped.js';
import type { Job } from '../../job.js';
import type { SimilarityBins } from '../bins.js';
import type { NeighborGraph } from '../neighbor-graph.js';
import type { SummedClusters, SummedRow } from '../summed.js';
import type { Ratio, Side } from './side.js';

/** Similarities are whole millionths, so that they are ratios of whole numbers as all others are. */
export const MATRIX_UNIT = 1_000_000;

/** A square matrix of similarities that the user gives. */
export interface SimilarityMatrix {
  /** What tells it from another: a checksum of its file. */
  readonly key: string;
  /** Number of its rows and columns. */
  readonly size: number;
  /** Millionths, row-major, symmetric, {@link MATRIX_UNIT} on the diagonal. */
  readonly values: Int32Array;
}

/** Entities whose similarities are read from a matrix. */
export class MatrixSide implements Side {
  readonly count: number;

  /** @param rows the row of the matrix of each entity */
  constructor(
    readonly matrix: SimilarityMatrix,
    readonly rows: Int32Array,
  ) {
    this.count = rows.length;
  }

  select(entities: ArrayLike<number>): MatrixSide {
    return new MatrixSide(
      this.matrix,
      Int32Array.from(entities, (e) => this.rows[e]),
    );
  }

  similarities(others: Side): (i: number, j: number) => number {
    const { size, values } = this.matrix;
    const [own, other] = [this.rows, this.rowsOf(others)];
    return (i, j) => values[own[i] * size + other[j]] / MATRIX_UNIT;
  }

  ratio(i: number, others: Side, j: number): Ratio {
    const { size, values } = this.matrix;
    const intersection = values[this.rows[i] * size + this.rowsOf(others)[j]];
    return { intersection, union: MATRIX_UNIT };
  }

  async maxSimilarities(others: Side): Promise<Float64Array> {
    const similarity = this.similarities(others);
    return Float64Array.from({ length: this.count }, (_, i) => {
      let most = 0;
      for (let j = 0; j < others.count; j++) most = Math.max(most, similarity(i, j));
      return most;
    });
  }

  async graph(bins: SimilarityBins, job: Job): Promise<NeighborGraph> {
    const { count, rows } = this;
    const { size, values } = this.matrix;
    const level = (i: number, j: number) => bins.of(values[rows[i] * size + rows[j]], MATRIX_UNIT);
    const offsets = new Int32Array(count + 1);
    for (let i = 0; i < count; i++) {
      let own = 0;
      for (let j = 0; j < count; j++) if (j !== i && level(i, j) > 0) own++;
      offsets[i + 1] = offsets[i] + own;
      if (job.due()) await job.breathe();
    }
    const neighbors = new Int32Array(offsets[count]);
    const levels = new Uint8Array(offsets[count]);
    let at = 0;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const found = j === i ? 0 : level(i, j);
        if (found === 0) continue;
        neighbors[at] = j;
        levels[at++] = found;
      }
      if (job.due()) await job.breathe();
    }
    return { count, offsets, neighbors, levels };
  }

  async eachSummedRow(
    { cluster, count, rows: summed }: SummedClusters,
    job: Job,
    visit: SummedRow,
  ): Promise<void> {
    const { size, values } = this.matrix;
    const { offsets, members } = grouped(cluster, count);
    const row = new Float64Array(count);
    for (let c = 0; c < summed; c++) {
      row.fill(0);
      for (let p = offsets[c]; p < offsets[c + 1]; p++) {
        const own = this.rows[members[p]] * size;
        for (let q = p + 1; q < members.length; q++) {
          row[cluster[members[q]]] += values[own + this.rows[members[q]]];
        }
        if (job.due()) await job.breathe(p);
      }
      visit(c, row);
    }
  }

  private rowsOf(side: Side): Int32Array {
    assertInvariant(
      side instanceof MatrixSide && side.matrix.key === this.matrix.key,
      'sides of two matrices were compared',
    );
    return side.rows;
  }
}
