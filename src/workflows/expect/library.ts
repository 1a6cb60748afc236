import type { LibraryPart, LibraryParts } from '../../dataset/library-parts.js';
import type { EvaluationContext } from '../../evaluation/context.js';
import { firstRows, rowNames } from '../../evaluation/test-set/row-names.js';
import type { Job } from '../../job.js';
import { fingerprintsOf } from '../../similarity/compared.js';
import { SimilaritySearch } from '../../similarity/search.js';
import type { Calibrated, LibraryPrediction } from './calibrated.js';
import { LeastSimilar } from './least-similar.js';
import type { ExpectedMolecule, OutsideReason } from './types.js';

/** Texts of the reasons, in the output. */
export const OUTSIDE_TEXTS: Readonly<Record<OutsideReason, string>> = {
  too_few: 'too few test molecules in its stratum',
  below_range: 'less similar to training than every test molecule',
  above_range: 'more similar to training than every test molecule',
};

/** Rows of a library against the training set, and what was found of them so far. */
export class LibraryRows {
  /** Similarity of the valid rows, in order. */
  readonly similarities: number[] = [];
  readonly byBin: number[];
  readonly counts = { inside: 0, outside: 0, invalid: 0 };
  readonly reasons: Record<OutsideReason, number> = { too_few: 0, below_range: 0, above_range: 0 };
  /** The first invalid row. */
  firstInvalid: { readonly row: number; readonly reason: string } | undefined;
  readonly leastSimilar: LeastSimilar;

  constructor(
    private readonly library: LibraryParts,
    private readonly context: EvaluationContext,
    private readonly calibrated: Calibrated,
    /** Of each training molecule; NaN where it has none. */
    private readonly trainLabels: Float64Array,
    /** Of a row of the library; undefined without predictions of it. */
    private readonly predictionOf: ((row: number) => LibraryPrediction | null) | undefined,
    private readonly id: string | undefined,
    /** How many of the least similar rows are kept. */
    examples: number,
  ) {
    this.leastSimilar = new LeastSimilar(examples);
    this.byBin = new Array<number>(context.settings.bins.count).fill(0);
  }

  /** The rows in order, part by part; to be gone through once, and to its end. @throws AbortedError, TanimarkError (file) */
  async *batches(job: Job): AsyncGenerator<Iterable<ExpectedMolecule>> {
    const { library, context } = this;
    const references = fingerprintsOf(context.test.train.compared);
    job.progress.start('comparing the library with training', library.records, 'molecules');
    const search = await SimilaritySearch.open(references, library.records, job);
    const training = this.trainingRows();
    try {
      for await (const part of library.parts()) {
        const { fingerprints, first, loaded } = part;
        const n = fingerprints.count;
        const nearest = {
          index: new Int32Array(n).fill(-1),
          intersection: new Int32Array(n),
          union: new Int32Array(n).fill(1),
        };
        await search.nearest(fingerprints, job.stretch(first), nearest);
        yield this.rowsOf(part, nearest, training);
        await job.breathe(first + loaded.table.rows.length);
      }
    } finally {
      await search.close();
    }
    job.progress.finish();
  }

  /** Number, id and SMILES of the first row of each training molecule, made when it is asked for. */
  private trainingRows() {
    const { train } = this.context.test;
    const rows = firstRows(train);
    const namesOf = rowNames(this.id);
    return (member: number) => namesOf(train.table, rows[member]);
  }

  private rowsOf(
    { loaded: { table }, set, first }: LibraryPart,
    nearest: { index: Int32Array; intersection: Int32Array; union: Int32Array },
    training: (member: number) => { row: number; id: string | null; smiles: string },
  ): ExpectedMolecule[] {
    const { library, calibrated, context, trainLabels, predictionOf, counts, reasons } = this;
    const { bins } = context.settings;
    const problems = new Map(set.invalid.map(({ row, reason }) => [row, reason]));
    return table.rows.map((cells, r): ExpectedMolecule => {
      const row = first + r + 1;
      const own = {
        row,
        id: library.idColumn === undefined ? null : cells[library.idColumn],
        smiles: cells[library.smilesColumn],
      };
      const m = set.moleculeOf[r];
      if (m < 0) {
        counts.invalid++;
        const reason = problems.get(row) ?? 'invalid structure';
        this.firstInvalid ??= { row, reason };
        return { ...own, status: 'invalid', reason, ...NOTHING };
      }
      const similarity = nearest.intersection[m] / nearest.union[m];
      const bin = bins.of(nearest.intersection[m], nearest.union[m]);
      const outside = calibrated.outside(similarity, bin);
      this.similarities.push(similarity);
      this.byBin[bin]++;
      counts[outside === null ? 'inside' : 'outside']++;
      if (outside !== null) reasons[outside]++;
      const member = nearest.index[m];
      const theirs = training(member);
      const label = trainLabels[member];
      const molecule: ExpectedMolecule = {
        ...own,
        status: outside === null ? 'inside' : 'outside',
        reason: outside === null ? null : OUTSIDE_TEXTS[outside],
        max_similarity: similarity,
        nearest_train_row: theirs.row,
        nearest_train_id: theirs.id,
        nearest_train_smiles: theirs.smiles,
        nearest_train_label: Number.isNaN(label) ? null : label,
        stratum: bins.labels[bin],
        expected_error: calibrated.expected(similarity),
        ...calibrated.predicted(bin, similarity, predictionOf?.(row - 1)),
      };
      this.leastSimilar.offer(molecule, similarity);
      return molecule;
    });
  }
}

const NOTHING = {
  max_similarity: null,
  nearest_train_row: null,
  nearest_train_id: null,
  nearest_train_smiles: null,
  nearest_train_label: null,
  stratum: null,
  expected_error: null,
};
