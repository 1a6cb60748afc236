import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { assertInvariant } from '../../errors.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import {
  type Assignment,
  DISCARDED,
  SUBSETS,
  type TargetStatus,
  TEST,
} from '../../splitters/splitter.js';
import type { VerifiedSplit } from '../../splitters/verify.js';
import { histogramOf } from '../../statistics/histogram.js';
import { ksDistance } from '../../statistics/kolmogorov-smirnov.js';
import { summarize } from '../../statistics/summary.js';
import { columnNamed } from '../../tables/columns.js';
import type { Labels, LabelTask } from '../../tables/labels.js';
import type {
  BinLabels,
  PairNovelty,
  PairSimilarities,
  RecordOutcome,
  SplitPart,
} from './types.js';

/** Everything about the molecules that a description of a split counts. */
export interface Described {
  readonly data: MoleculeTable;
  readonly bins: SimilarityBins;
  readonly labels: Float64Array | null;
  readonly scaffolds: Int32Array | null;
}

/** Summarizes one verified split. */
export function describePart(
  described: Described,
  assignment: Assignment,
  verified: VerifiedSplit,
  outcomes: readonly RecordOutcome[],
  novelty?: PairNovelty,
): SplitPart {
  const { train, valid, test, discarded, testBins } = verified;
  const { data, bins } = described;
  return {
    sizes: {
      train: train.length,
      valid: valid.length,
      test: test.length,
      discarded: discarded.length,
      invalid: data.set.invalid.length,
    },
    records: countRecords(outcomes, data.table.rows.length),
    similarity: {
      bins: bins.texts,
      ...judge(assignment, verified),
      bound: assignment.bound ?? null,
      valid:
        valid.length === 0
          ? null
          : {
              requested: assignment.validRequested ?? null,
              achieved: verified.validHistogram,
            },
      with_valid: verified.withValidHistogram,
    },
    ...withLeastKs(describeBins(described, { train, valid, test }, testBins), assignment),
    ...(novelty ? { pairs: { ...novelty, ...judgeGrid(assignment, novelty, bins) } } : {}),
    diagnostics: assignment.diagnostics,
  };
}

/** Adds the bounds that the splitter gave. */
function withLeastKs(
  { labels, scaffolds }: Pick<SplitPart, 'labels' | 'scaffolds'>,
  { leastLabelKs }: Assignment,
): Pick<SplitPart, 'labels' | 'scaffolds'> {
  if (!labels || !leastLabelKs) return { labels, scaffolds };
  const bins = labels.bins.map((bin, b) => {
    const least = leastLabelKs[b];
    assertInvariant(
      least === null || bin.ks === null || bin.ks >= least - 1e-9,
      `the splitter said that the labels of bin ${b} have a distance of at least ${least}, and it is ${bin.ks}`,
    );
    return { ...bin, least_ks: least };
  });
  return { labels: { ...labels, bins }, scaffolds };
}

/**
 * Labels and scaffolds of the test molecules in each bin.
 *
 * @param subsets molecules of each subset
 * @param testBins the bin of each test molecule, in their order
 */
export function describeBins(
  { data, bins, labels, scaffolds }: Described,
  subsets: { readonly train: Int32Array; readonly valid?: Int32Array; readonly test: Int32Array },
  testBins: Uint8Array,
): Pick<SplitPart, 'labels' | 'scaffolds'> {
  const { train, test } = subsets;
  const inBins = bins.labels.map((_, b) => test.filter((_m, i) => testBins[i] === b));
  const values = (members: Int32Array) => Array.from(members, (m) => labels?.[m] ?? Number.NaN);
  return {
    labels:
      labels && data.labels
        ? {
            column: data.labels.column,
            task: data.labels.task,
            ...labelFacts(data.labels),
            ...unitFact(data, data.labels),
            whole: summarize(labels),
            train: summarize(values(train)),
            test: summarize(values(test)),
            bins: inBins.map((members) => binLabelsOf(values(members), labels, data.labels?.task)),
            ...histogramFact(data.labels, subsets, values),
          }
        : null,
    scaffolds: scaffolds
      ? {
          bins: inBins.map(
            (members) =>
              new Set(Array.from(members, (m) => scaffolds[m]).filter((s) => s >= 0)).size,
          ),
        }
      : null,
  };
}

/** The labels of each subset that is not empty, where they are numbers. */
function histogramFact(
  { task }: Labels,
  subsets: Readonly<Record<string, Int32Array>>,
  values: (members: Int32Array) => number[],
): Pick<NonNullable<SplitPart['labels']>, 'histogram'> {
  if (task !== 'regression') return {};
  const filled = Object.entries(subsets).filter(([, members]) => members.length > 0);
  const groups = filled.map(([name, members]) => [name, values(members)]);
  const histogram = histogramOf(Object.fromEntries(groups));
  return histogram ? { histogram } : {};
}

/** What is to be said of labels that are not plain numbers. */
function labelFacts({
  classes,
  censored,
  transform,
}: Labels): Pick<NonNullable<SplitPart['labels']>, 'positive' | 'censored' | 'transform'> {
  return {
    ...(classes ? { positive: classes.positive } : {}),
    ...(censored > 0 ? { censored } : {}),
    ...(transform === undefined ? {} : { transform }),
  };
}

/** The unit that the registry gives the label of a data set, where its values are as in the file. */
function unitFact(
  { dataset, table }: MoleculeTable,
  { column, transform, task }: NonNullable<MoleculeTable['labels']>,
): Pick<NonNullable<SplitPart['labels']>, 'unit'> {
  const [label, ...others] = dataset?.columns.labels ?? [];
  const { unit } = dataset ?? {};
  if (!unit || others.length > 0 || transform !== undefined || task !== 'regression') return {};
  return table.columns[columnNamed(table, label, 'label')] === column ? { unit } : {};
}

function binLabelsOf(own: number[], all: Float64Array, task: LabelTask | undefined): BinLabels {
  const classes =
    task === 'classification' ? { positives: own.filter((y) => y >= 0.5).length } : {};
  return { ...summarize(own), ...classes, ks: ksDistance(own, all) };
}

export function statusOf(requested: readonly number[], achieved: readonly number[]): TargetStatus {
  const worst = Math.max(...achieved.map((n, b) => Math.abs(n - requested[b])));
  return worst === 0 ? 'exact' : worst === 1 ? 'within_one' : 'closest';
}

function judge(
  { requested, reason, bound }: Assignment,
  { histogram }: VerifiedSplit,
): Pick<SplitPart['similarity'], 'requested' | 'achieved' | 'status' | 'reason'> {
  if (!requested) return { requested: null, achieved: histogram, status: null, reason: null };
  const status = statusOf(requested, histogram);
  assertInvariant(
    status === 'exact' || reason !== undefined,
    'the splitter gave no reason for a histogram that is not the requested one',
  );
  const misplaced = histogram.reduce((sum, n, b) => sum + Math.abs(n - requested[b]), 0) / 2;
  assertInvariant(
    bound === undefined || misplaced >= bound.misplaced,
    `the splitter said that ${bound?.misplaced} molecules must be misplaced, and ${misplaced} are`,
  );
  return {
    requested,
    achieved: histogram,
    status,
    reason: status === 'exact' ? null : (reason ?? null),
  };
}

/** Compares the cells of a grid, counted from scratch, with what the splitter says of them. */
function judgeGrid(
  { grid }: Assignment,
  { grid: counted }: PairNovelty,
  { labels, count }: SimilarityBins,
): Pick<PairNovelty, 'grid_target' | 'grid_status' | 'grid_reason'> {
  if (!grid) return {};
  const { requested, achieved, bound, reason } = grid;
  const cells = counted.flat().map((test, c) => {
    assertInvariant(
      test === achieved[c] && test <= bound[c],
      `the splitter said that cell ${c} has ${achieved[c]} of at most ${bound[c]} test pairs, and it has ${test}`,
    );
    const [drug, partner] = [labels[Math.floor(c / count)], labels[c % count]];
    return { drug, partner, requested: requested[c], test, bound: bound[c] };
  });
  const status = statusOf(requested, achieved);
  return {
    grid_target: cells,
    grid_status: status,
    grid_reason: status === 'exact' ? null : reason,
  };
}

/** The fate of every record. */
export function recordOutcomes(
  { set }: MoleculeTable,
  { subset, discardReason }: Assignment,
  { train, test, valid, testNearest, validNearest }: VerifiedSplit,
  sides?: ReadonlyMap<number, PairSimilarities>,
): RecordOutcome[] {
  const similarity = new Float64Array(set.count).fill(Number.NaN);
  const nearest = new Int32Array(set.count).fill(-1);
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
  const none = { fold: null, maxSimilarity: null, nearestTrain: null };
  // Most records are training records without anything of their own: one object is enough for all of a subset.
  const plain = SUBSETS.map((split, code): RecordOutcome => {
    return { ...none, split, reason: code === DISCARDED ? (discardReason ?? null) : null };
  });
  return Array.from(set.moleculeOf, (m, r) => {
    if (m < 0) return { ...none, split: 'invalid', reason: reasons.get(r) ?? '' };
    const shared = plain[subset[m]];
    if (nearest[m] < 0) return shared;
    const own = sides?.get(m);
    const found = { ...shared, maxSimilarity: similarity[m], nearestTrain: nearest[m] };
    return own ? { ...found, sides: own } : found;
  });
}

/** Records in each subset. */
export function countRecords(
  outcomes: readonly RecordOutcome[],
  rows: number,
): SplitPart['records'] {
  const records = { train: 0, valid: 0, test: 0, discarded: 0, invalid: 0 };
  for (const { split } of outcomes) records[split]++;
  const total = Object.values(records).reduce((a, b) => a + b, 0);
  assertInvariant(total === rows, `${rows} records went in and ${total} came out`);
  return records;
}

/** Each record's outcome in the fold whose test set it is in; train where it is in none. */
export function combineFolds(folds: readonly RecordOutcome[][]): RecordOutcome[] {
  return folds[0].map((first, r) => {
    const fold = folds.findIndex((outcomes) => outcomes[r].split === 'test');
    return fold < 0 ? first : { ...folds[fold][r], fold };
  });
}

/** Molecules that are test molecules in both, for each pair of splits. */
export function testOverlap(assignments: readonly Assignment[]): number[][] {
  return assignments.map((a) =>
    assignments.map((b) =>
      a.subset.reduce((n, s, m) => n + (s === TEST && b.subset[m] === TEST ? 1 : 0), 0),
    ),
  );
}
