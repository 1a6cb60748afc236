import type { MoleculeSet } from '../../chemistry/molecules.js';
import { ChemistryPool } from '../../chemistry/pool.js';
import { assertInvariant } from '../../errors.js';
import { Random } from '../../random.js';
import { DEFAULT_BINS, parseBins } from '../../similarity/bins.js';
import { buildNeighbourGraph } from '../../similarity/neighbour-graph.js';
import { foldSizes, resolveSizes, type Sizes } from '../../splitters/sizes.js';
import {
  type Assignment,
  type Molecules,
  type SplitContext,
  type Splitter,
  TEST,
} from '../../splitters/splitter.js';
import { makeUnits, type Units } from '../../splitters/units.js';
import { verifyAssignment } from '../../splitters/verify.js';
import { findColumn } from '../../tables/columns.js';
import { Task } from '../../task.js';
import { VERSION } from '../../version.js';
import { type MoleculeTable, moleculeLabels, readMoleculeTable } from '../dataset.js';
import { Stopwatch } from '../stopwatch.js';
import { factsOf, numbered } from './facts.js';
import { moleculeGroups } from './groups.js';
import {
  assignmentNotes,
  emptyError,
  groupNotes,
  inputWarnings,
  invalidError,
  strictError,
} from './messages.js';
import { parametersOf } from './parameters.js';
import { combineFolds, type Described, describePart, recordOutcomes, testOverlap } from './part.js';
import { planSplit, type SplitPlan } from './plan.js';
import { poolFolds } from './pooled.js';
import { preparation } from './preparation.js';
import type { RecordOutcome, SplitOptions, SplitPart, SplitResult } from './types.js';

/** The most folds or repeats of one call. */
export const MAX_PARTS = 100;

/**
 * Splits a table of molecules and checks the result; the same input, options and seed give the
 * same records, whatever the number of threads.
 *
 * @throws TanimarkError on anything wrong with the options or the input, and with `strict` when
 *   the target is not met
 */
export async function split(options: SplitOptions, task = new Task()): Promise<SplitResult> {
  const plan = planSplit(options);
  const clock = new Stopwatch();
  const pool = openPool(plan, task);
  try {
    const scaffolds = plan.splitter.usesScaffolds === true;
    const read = once(() => readInput(plan, { scaffolds }, pool, task, clock));
    return await splitMolecules(plan, { read, pool, clock }, task);
  } finally {
    await pool.close();
  }
}

/** RDKit, to be closed. */
export function openPool({ fingerprint, options }: SplitPlan, task: Task): ChemistryPool {
  return new ChemistryPool(fingerprint, { threads: task.threads, cache: options.cache });
}

/** Reads the input of a split. */
export async function readInput(
  { options, onInvalid }: SplitPlan,
  { scaffolds }: { scaffolds: boolean },
  pool: ChemistryPool,
  task: Task,
  clock: Stopwatch,
): Promise<MoleculeTable> {
  const data = await readMoleculeTable(options.input, { ...options, scaffolds }, pool, task, clock);
  if (onInvalid === 'error' && data.set.invalid.length > 0) throw invalidError(data);
  return data;
}

/** What a split works with. */
export interface SplitTools {
  /** The input, read when first asked for. */
  readonly read: () => Promise<MoleculeTable>;
  readonly pool: ChemistryPool;
  readonly clock: Stopwatch;
}

/** Makes the split that was planned. */
export async function splitMolecules(
  plan: SplitPlan,
  { read, pool, clock }: SplitTools,
  task: Task,
): Promise<SplitResult> {
  const { options, splitter, method, memory, counted, seed } = plan;
  const { data, prepared, notes, sources } = await preparation(
    splitter,
    method.values,
    plan.bins,
    read,
    pool,
    task,
    clock,
    plan.standardize,
  );
  const bins = prepared.bins ?? parseBins(DEFAULT_BINS);
  const { set, fingerprints, table } = data;
  const idColumn = findColumn(table, 'id', options.id);
  const groups = options.group === undefined ? undefined : moleculeGroups(data, options.group);
  const units = makeUnits(
    set.count,
    groups?.of,
    counted === 'records' ? recordCounts(set) : undefined,
  );
  const labels = moleculeLabels(data);
  const molecules: Molecules = {
    count: set.count,
    fingerprints,
    labels,
    labelTask: data.labels?.task ?? null,
    scaffolds: set.scaffolds ? numbered(set.scaffolds) : null,
  };
  const { folds } = options;
  const testOrFolds = options.test === undefined ? undefined : plan.test;
  const foldsAsked = folds === undefined ? null : foldSizes(units.total, folds, testOrFolds);
  const sizes: Sizes = splitter.alwaysFolds
    ? { train: units.total, valid: 0, test: 0 }
    : foldsAsked
      ? { train: units.total - foldsAsked[0], valid: 0, test: foldsAsked[0] }
      : resolveSizes(units.total, plan.test, plan.valid);
  const usage = new Int32Array(molecules.count);
  const deadline =
    options.timeLimit === undefined
      ? Number.POSITIVE_INFINITY
      : performance.now() + options.timeLimit * 1000;
  let memoryMatters = false as boolean;
  const neighbours = once(async () => {
    const graph = await buildNeighbourGraph(fingerprints, bins, task, { memory });
    memoryMatters = graph.anchors !== undefined;
    clock.lap('neighbours');
    return graph;
  });
  const facts = factsOf(data, pool, task);
  const context = (part: number): SplitContext => ({
    units,
    sizes,
    sizesGiven: { test: options.test !== undefined, valid: options.valid !== undefined },
    groups: groups?.named ?? null,
    facts,
    memory,
    bins,
    options: prepared.options,
    random: new Random(seed + part),
    neighbours,
    usage: part > 0 ? usage : undefined,
    deadline,
    task,
  });
  const inFolds = foldsAsked !== null || splitter.alwaysFolds === true;
  const assignments = inFolds
    ? await foldAssignments(splitter, molecules, context(0), foldsAsked ?? [])
    : await repeatAssignments(splitter, molecules, context, options.repeats ?? 1, usage);
  clock.lap('split');
  const described: Described = { data, bins, labels, scaffolds: molecules.scaffolds };
  const parts: { part: SplitPart; records: RecordOutcome[] }[] = [];
  for (const [k, assignment] of assignments.entries()) {
    const test = inFolds ? (foldsAsked?.[k] ?? testWeight(assignment, units)) : sizes.test;
    const own: Sizes = inFolds ? { train: units.total - test, valid: 0, test } : sizes;
    const name = assignments.length > 1 ? `${inFolds ? 'fold' : 'repeat'} ${k}` : null;
    const empty = emptyError(assignment, units, own.valid > 0, groups?.named.column, name);
    if (empty) throw empty;
    const verified = await verifyAssignment(molecules, assignment, units, own, bins, task);
    const outcomes = recordOutcomes(data, assignment, verified);
    const part = describePart(described, assignment, verified, outcomes);
    if (options.strict) {
      const error = strictError(part, name);
      if (error) throw error;
    }
    parts.push({ part, records: outcomes });
  }
  clock.lap('check');
  const several = assignments.length > 1;
  const records = inFolds ? combineFolds(parts.map((p) => p.records)) : parts[0].records;
  const all = parts.map((p) => p.part);
  const whole = inFolds ? poolFolds(described, all, assignments, records) : all[0];
  return {
    data,
    sources,
    idColumn,
    records,
    parts: several
      ? parts.map((p, k) => ({ name: `${inFolds ? 'fold' : 'repeat'}-${k}`, records: p.records }))
      : [],
    summary: {
      command: 'split',
      version: VERSION,
      rdkit: await pool.rdkitVersion(),
      method: splitter.name,
      seed: plan.usesSeed ? seed : null,
      parameters: parametersOf(plan, data, bins, {
        memory: memoryMatters,
        group: groups?.named.column,
      }),
      input: {
        path: options.input,
        sha256: table.sha256,
        records: table.rows.length,
        molecules: molecules.count,
        invalid: set.invalid.length,
      },
      ...whole,
      folds: inFolds ? all : null,
      repeats: several && !inFolds ? all.map((part, k) => ({ seed: seed + k, ...part })) : null,
      overlap: several && !inFolds ? testOverlap(assignments) : null,
      invalid: set.invalid,
      warnings: [
        ...inputWarnings(data, plan.onInvalid, counted),
        ...notes,
        ...groupNotes(groups),
        ...assignmentNotes(assignments, inFolds),
      ],
      seconds: clock.seconds(),
      outputs: [],
    },
  };
}

async function foldAssignments(
  splitter: Splitter,
  molecules: Molecules,
  context: SplitContext,
  sizes: readonly number[],
): Promise<Assignment[]> {
  assertInvariant(splitter.folds !== undefined, `${splitter.name} makes no folds`);
  const assignments = await splitter.folds(molecules, context, sizes);
  const inTest = new Uint8Array(molecules.count);
  for (const { subset } of assignments) {
    subset.forEach((s, m) => {
      if (s === TEST) inTest[m]++;
    });
  }
  assertInvariant(
    inTest.every((times) => times <= 1),
    'two folds share test molecules',
  );
  return assignments;
}

/** Splits from successive seeds, each told which molecules were in a test set before. */
async function repeatAssignments(
  splitter: Splitter,
  molecules: Molecules,
  context: (part: number) => SplitContext,
  repeats: number,
  usage: Int32Array,
): Promise<Assignment[]> {
  const assignments: Assignment[] = [];
  for (let k = 0; k < repeats; k++) {
    const assignment = await splitter.split(molecules, context(k));
    assignment.subset.forEach((s, m) => {
      if (s === TEST) usage[m]++;
    });
    assignments.push(assignment);
  }
  return assignments;
}

function testWeight({ subset }: Assignment, { weight }: Units): number {
  return subset.reduce((sum, s, m) => (s === TEST ? sum + weight[m] : sum), 0);
}

function recordCounts({ count, recordOffsets }: MoleculeSet): Int32Array {
  return Int32Array.from({ length: count }, (_, m) => recordOffsets[m + 1] - recordOffsets[m]);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
