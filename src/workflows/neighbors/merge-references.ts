import type { NeighborFile, PartGrid, PartWords } from '../../dataset/neighbor-parts/find.js';
import { linesInStep } from '../../dataset/neighbor-parts/in-step.js';
import type { KnownMolecules } from '../../dataset/neighbor-parts/keys.js';
import {
  cellsOf,
  cellsOfNone,
  type HasIds,
  type NeighborLine,
} from '../../dataset/neighbor-parts/rows.js';
import type { NeighborsSummary } from '../../dataset/neighbor-parts/types.js';
import type { Job } from '../../job.js';
import { parseBins } from '../../similarity/bins.js';
import type { Cell } from '../../tables/formats/format.js';
import { noneReason } from './messages.js';

/**
 * The neighbors of each query among all references, from those in each part of the references.
 *
 * A molecule among the k nearest of all, listed by its first row, is among the k nearest in the part that has this row: what
 * is before it there is before it among all references, too. So the parts together hold all that one run finds. What they
 * list beside are rows that repeat a molecule of an earlier part, which the keys tell.
 *
 * Similarities are doubles of ratios of whole numbers below 65,536, which differ where the ratios do.
 */
export class MergedQueries {
  private readonly total = { queries: 0, found: 0, none: 0, invalid: 0, neighbours: 0 };
  private readonly nearest: number[];
  private readonly first: NeighborFile['summary'];
  private readonly k: number;

  constructor(
    private readonly grid: PartGrid,
    private readonly molecules: KnownMolecules,
    private readonly words: PartWords,
    private readonly job: Job,
  ) {
    this.first = grid[0][0].summary;
    const { parameters, similarity } = this.first;
    this.k = parameters.k === undefined ? Number.POSITIVE_INFINITY : Number(parameters.k);
    this.nearest = similarity.nearest.map(() => 0);
  }

  /** Complete once `rows` is exhausted. */
  counts(): Pick<NeighborsSummary, 'counts' | 'similarity'> {
    const { bins } = this.first.similarity;
    return { counts: { ...this.total }, similarity: { bins, nearest: [...this.nearest] } };
  }

  /** The lines of one run, in their order; to be gone through once. */
  async *rows(): AsyncGenerator<Cell[]> {
    const { grid, first, job, nearest, total, words } = this;
    const { parameters } = first;
    const ids = { query: 'query-id' in parameters, reference: 'reference-id' in parameters };
    const bins = parseBins(first.similarity.bins.join(','));
    job.progress.start('merging the parts', first.query.records, 'queries');
    for (const parts of grid) {
      for await (const { lines } of linesInStep(parts, words, job)) {
        total.queries++;
        const hits = this.hitsOf(lines);
        if (hits.length > 0) {
          total.found++;
          total.neighbours += hits.length;
          nearest[bins.ofNumber(hits[0].similarity)]++;
        } else if (lines[0].status === 'invalid') total.invalid++;
        else total.none++;
        yield* this.cellsOf(lines[0], hits, ids);
        if (job.due()) await job.breathe(total.queries);
      }
    }
    job.progress.finish();
  }

  private hitsOf(lines: readonly NeighborLine[]): NeighborLine[] {
    const hits = lines.filter(
      ({ status, reference }) => status === 'found' && !this.molecules.isRepeat(reference),
    );
    hits.sort((a, b) => b.similarity - a.similarity || a.reference - b.reference);
    return hits.length > this.k ? hits.slice(0, this.k) : hits;
  }

  private *cellsOf(
    line: NeighborLine,
    hits: readonly NeighborLine[],
    ids: HasIds,
  ): Generator<Cell[]> {
    if (hits.length === 0) {
      yield line.status === 'invalid'
        ? cellsOf(line, 0, ids)
        : cellsOfNone(line, noneReason(this.first.parameters), ids);
    }
    for (const [i, hit] of hits.entries()) yield cellsOf(hit, i + 1, ids);
  }
}
