import { DEFAULT_FINGERPRINT, parseFingerprint } from '../chemistry/fingerprint.js';
import type { InvalidRecord } from '../chemistry/molecules.js';
import { ChemistryPool } from '../chemistry/pool.js';
import { assertInvariant, TanimarkError } from '../errors.js';
import { Random } from '../random.js';
import { DEFAULT_BINS, parseBins } from '../similarity/bins.js';
import { buildNeighbourGraph } from '../similarity/neighbour-graph.js';
import { splitterNamed, splitterOptions } from '../splitters/registry.js';
import { parseSize, resolveSizes } from '../splitters/sizes.js';
import {
  type Assignment,
  DISCARDED,
  SUBSETS,
  type Subset,
  type TargetStatus,
} from '../splitters/splitter.js';
import { type VerifiedSplit, verifyAssignment } from '../splitters/verify.js';
import { type LabelSummary, summarise } from '../statistics/summary.js';
import { findColumn } from '../tables/columns.js';
import type { LabelTask } from '../tables/labels.js';
import { Task } from '../task.js';
import { count, plural } from '../text.js';
import { VERSION } from '../version.js';
import { type MoleculeTable, moleculeLabels, readMoleculeTable } from './dataset.js';
import { Stopwatch } from './stopwatch.js';

/** What happens to records whose structure is invalid. */
export const ON_INVALID = ['keep', 'drop', 'error'] as const;
export type OnInvalid = (typeof ON_INVALID)[number];

/** What `tanimark split` takes; texts are as on the command line. */
export interface SplitOptions {
  /** A path, `-` for standard input, or `dataset:<name>`. */
  readonly input: string;
  /** Default `sae`. */
  readonly method?: string | undefined;
  /** Fraction or count; default `0.2`. */
  readonly test?: string | undefined;
  /** Fraction or count; default `0`. */
  readonly valid?: string | undefined;
  /** Default `0,1/3,2/3,1`. */
  readonly bins?: string | undefined;
  /** Default `morgan:radius=2,bits=2048`. */
  readonly fingerprint?: string | undefined;
  /** A whole number; default 0. */
  readonly seed?: number | undefined;
  /** The method's own options, by name. */
  readonly methodOptions?: Readonly<Record<string, string>> | undefined;
  /** Default `keep`. */
  readonly onInvalid?: OnInvalid | undefined;
  readonly header?: boolean | undefined;
  readonly delimiter?: string | undefined;
  readonly smiles?: string | undefined;
  readonly label?: string | undefined;
  readonly id?: string | undefined;
  readonly threads?: number | undefined;
}

/** The document that `tanimark split --json` prints, and all other output is rendered from. */
export interface SplitSummary {
  readonly command: 'split';
  readonly version: string;
  readonly rdkit: string;
  readonly method: string;
  /** Null for a method that draws no random numbers. */
  readonly seed: number | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly input: {
    readonly path: string;
    readonly sha256: string;
    readonly records: number;
    readonly molecules: number;
    readonly invalid: number;
  };
  /** Molecules in each subset; records for `invalid`. */
  readonly sizes: Readonly<Record<Subset | 'invalid', number>>;
  /** Records in each subset. */
  readonly records: Readonly<Record<Subset | 'invalid', number>>;
  readonly similarity: {
    readonly bins: readonly string[];
    /** Null for a method that aims at no histogram. */
    readonly requested: readonly number[] | null;
    readonly achieved: readonly number[];
    readonly status: TargetStatus | null;
    readonly reason: string | null;
  };
  /** Of molecules (the mean label of repeated records); null without a label column. */
  readonly labels: {
    readonly column: string;
    readonly task: LabelTask;
    readonly train: LabelSummary;
    readonly test: LabelSummary;
    readonly bins: readonly LabelSummary[];
  } | null;
  readonly diagnostics: Readonly<Record<string, number | string>>;
  readonly invalid: readonly InvalidRecord[];
  /** What was decided for the user, or deserves attention. */
  readonly warnings: readonly string[];
  /** Wall-clock; the only part that differs between equal runs. */
  readonly seconds: Readonly<Record<string, number>>;
  outputs: { path: string; sha256: string; rows: number }[];
}

/** What becomes of one record. */
export interface RecordOutcome {
  readonly split: Subset | 'invalid';
  /** Max similarity to the training molecules, for records outside train. */
  readonly maxSimilarity: number | null;
  /** The record of the nearest training molecule, from 0. */
  readonly nearestTrain: number | null;
  /** Why it is invalid or discarded. */
  readonly reason: string | null;
}

/** A finished split: the summary, and the fate of every record in the input's order. */
export interface SplitResult {
  readonly summary: SplitSummary;
  readonly data: MoleculeTable;
  /** The column of record names, if any. */
  readonly idColumn: number | undefined;
  readonly records: RecordOutcome[];
}

/**
 * Splits a table of molecules and checks the result; the same input, options and seed give the
 * same records, whatever the number of threads.
 *
 * @throws TanimarkError on anything wrong with the options or the input
 */
export async function split(options: SplitOptions, task = new Task()): Promise<SplitResult> {
  const splitter = splitterNamed(options.method ?? 'sae');
  const method = splitterOptions(splitter, options.methodOptions ?? {});
  const bins = parseBins(options.bins ?? DEFAULT_BINS);
  const test = parseSize(options.test ?? '0.2', '--test');
  const valid = parseSize(options.valid ?? '0', '--valid');
  const fingerprint = parseFingerprint(options.fingerprint ?? DEFAULT_FINGERPRINT);
  const onInvalid = options.onInvalid ?? 'keep';
  if (options.seed !== undefined && !splitter.usesSeed) {
    throw new TanimarkError(
      'usage',
      `--seed: the method ${splitter.name} draws no random numbers; leave it out`,
    );
  }
  const seed = options.seed ?? 0;
  const clock = new Stopwatch();
  const pool = new ChemistryPool(fingerprint, { threads: options.threads });
  try {
    const data = await readMoleculeTable(options.input, options, pool, task, clock);
    const rdkit = await pool.rdkitVersion();
    const { set, fingerprints, table } = data;
    if (onInvalid === 'error' && set.invalid.length > 0) throw invalidError(data);
    const idColumn = findColumn(table, 'id', options.id);
    const sizes = resolveSizes(set.smiles.length, test, valid);
    const molecules = { count: set.smiles.length, smiles: set.smiles, fingerprints };
    const neighbours = async () => {
      task.progress.start('finding neighbours', molecules.count);
      const graph = await buildNeighbourGraph(fingerprints, bins, task);
      task.progress.finish();
      clock.lap('neighbours');
      return graph;
    };
    const assignment = await splitter.split(molecules, {
      sizes,
      bins,
      options: method.values,
      random: new Random(seed),
      neighbours,
      task,
    });
    clock.lap('split');
    const verified = await verifyAssignment(molecules, assignment, sizes, bins, task);
    clock.lap('check');
    const outcomes = recordOutcomes(data, assignment, verified);
    const records = countRecords(outcomes, table.rows.length);
    const parameters = {
      test: test.text,
      valid: valid.text,
      bins: bins.texts.join(','),
      fingerprint: fingerprint.spec,
      'on-invalid': onInvalid,
      smiles: table.columns[data.smilesColumn],
      ...(data.labels ? { label: data.labels.column } : {}),
      ...method.texts,
    };
    return {
      data,
      idColumn,
      records: outcomes,
      summary: {
        command: 'split',
        version: VERSION,
        rdkit,
        method: splitter.name,
        seed: splitter.usesSeed ? seed : null,
        parameters,
        input: {
          path: options.input,
          sha256: table.sha256,
          records: table.rows.length,
          molecules: molecules.count,
          invalid: set.invalid.length,
        },
        sizes: {
          train: verified.train.length,
          valid: verified.valid.length,
          test: verified.test.length,
          discarded: verified.discarded.length,
          invalid: set.invalid.length,
        },
        records,
        similarity: {
          bins: bins.texts,
          ...judge(assignment, verified),
        },
        labels: labelReport(data, verified, bins.count),
        diagnostics: assignment.diagnostics,
        invalid: set.invalid,
        warnings: warnings(data, onInvalid),
        seconds: clock.seconds(),
        outputs: [],
      },
    };
  } finally {
    await pool.close();
  }
}

function judge(
  { requested, reason }: Assignment,
  { histogram }: VerifiedSplit,
): Pick<SplitSummary['similarity'], 'requested' | 'achieved' | 'status' | 'reason'> {
  if (!requested) return { requested: null, achieved: histogram, status: null, reason: null };
  const worst = Math.max(...histogram.map((n, b) => Math.abs(n - requested[b])));
  const status = worst === 0 ? 'exact' : worst === 1 ? 'within_one' : 'closest';
  assertInvariant(
    (status === 'exact') === (reason === undefined),
    'the splitter and the recomputed histogram disagree',
  );
  return { requested, achieved: histogram, status, reason: reason ?? null };
}

function recordOutcomes(
  { set }: MoleculeTable,
  { subset, discardReason }: Assignment,
  { train, test, valid, testNearest, validNearest }: VerifiedSplit,
): RecordOutcome[] {
  const similarity = new Float64Array(set.smiles.length).fill(Number.NaN);
  const nearest = new Int32Array(set.smiles.length).fill(-1);
  for (const [members, found] of [
    [test, testNearest],
    [valid, validNearest],
  ] as const) {
    members.forEach((m, i) => {
      similarity[m] = found.intersection[i] / found.union[i];
      nearest[m] = set.records[set.recordOffsets[train[found.index[i]]]];
    });
  }
  const reasons = new Map(set.invalid.map(({ row, reason }) => [row - 1, reason]));
  return Array.from(set.moleculeOf, (m, r) =>
    m < 0
      ? { split: 'invalid', maxSimilarity: null, nearestTrain: null, reason: reasons.get(r) ?? '' }
      : {
          split: SUBSETS[subset[m]],
          maxSimilarity: nearest[m] < 0 ? null : similarity[m],
          nearestTrain: nearest[m] < 0 ? null : nearest[m],
          reason: subset[m] === DISCARDED ? (discardReason ?? null) : null,
        },
  );
}

function countRecords(outcomes: readonly RecordOutcome[], rows: number): SplitSummary['records'] {
  const records = { train: 0, valid: 0, test: 0, discarded: 0, invalid: 0 };
  for (const { split } of outcomes) records[split]++;
  const total = Object.values(records).reduce((a, b) => a + b, 0);
  assertInvariant(total === rows, `${rows} records went in and ${total} came out`);
  return records;
}

function labelReport(
  data: MoleculeTable,
  { train, test, testBins }: VerifiedSplit,
  bins: number,
): SplitSummary['labels'] {
  const values = moleculeLabels(data);
  if (!values || !data.labels) return null;
  const of = (members: Int32Array) => summarise(Array.from(members, (m) => values[m]));
  return {
    column: data.labels.column,
    task: data.labels.task,
    train: of(train),
    test: of(test),
    bins: Array.from({ length: bins }, (_, b) => of(test.filter((_m, i) => testBins[i] === b))),
  };
}

function warnings(data: MoleculeTable, onInvalid: OnInvalid): string[] {
  const { table, set, labelProblem } = data;
  const out = [...table.notes];
  if (set.invalid.length > 0) {
    const [first] = set.invalid;
    const fate = onInvalid === 'drop' ? 'left out' : 'kept in the output, marked invalid';
    out.push(
      `${plural(set.invalid.length, 'row')} with an invalid SMILES, ${fate}; the first is row ${first.row} (line ${first.line}), "${first.smiles}": ${first.reason}`,
    );
  }
  const repeated = table.rows.length - set.invalid.length - set.smiles.length;
  if (repeated > 0) {
    out.push(
      `${plural(repeated, 'row repeats', 'rows repeat')} the molecule of another row and ${repeated === 1 ? 'goes' : 'go'} where it goes; sizes and bins count ${count(set.smiles.length)} molecules`,
    );
  }
  if (data.labels && data.labels.missing > 0) {
    out.push(
      `${plural(data.labels.missing, 'row')} without a label (column "${data.labels.column}"); bins count them, scores will not`,
    );
  }
  if (labelProblem)
    out.push(`${labelProblem}; label statistics are left out (choose a column with --label)`);
  return out;
}

function invalidError({ table, set }: MoleculeTable): TanimarkError {
  const [first] = set.invalid;
  return new TanimarkError(
    'structure',
    `${table.name}: ${plural(set.invalid.length, 'row')} with an invalid SMILES; the first is row ${first.row} (line ${first.line}), "${first.smiles}": ${first.reason}; mend or remove them, or say --on-invalid keep`,
  );
}
