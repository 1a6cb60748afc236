import { openPool } from '../../chemistry/open-pool.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { conflictsOf } from '../../dataset/molecule-labels.js';
import { type MoleculeTable, readMoleculeTable } from '../../dataset/molecule-table.js';
import { graphRecord } from '../../dataset/neighbor-parts/graph.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { once } from '../../once.js';
import { checkOptions } from '../../options/check-options.js';
import { DEFAULT_BINS, parseBins } from '../../similarity/bins.js';
import { optionName, optionValue } from '../../spelling.js';
import { splitters } from '../../splitters/registry.js';
import { verifyAssignment } from '../../splitters/verify.js';
import { Stopwatch } from '../../stopwatch.js';
import { cellChecksums } from '../../tables/cells.js';
import { findColumn } from '../../tables/columns.js';
import { list } from '../../text.js';
import { VERSION } from '../../version.js';
import { SPLIT } from '../options.js';
import { poolFolds } from './combine-folds.js';
import {
  combineFolds,
  type Described,
  describePart,
  recordOutcomes,
  testOverlap,
} from './describe-split.js';
import { type Division, divide } from './divide.js';
import { checkUsed, graphOf, storedPairs } from './graph.js';
import {
  assignmentNotes,
  emptyError,
  groupNotes,
  inputWarnings,
  invalidError,
  strictError,
} from './messages.js';
import { pairRelations } from './pair-similarities.js';
import { parametersOf } from './parameters.js';
import { planSplit, type SplitPlan } from './plan.js';
import { preparation, type SplitTools } from './preparation.js';
import { type SplitInput, subjectOf } from './split-input.js';
import type {
  RecordOutcome,
  SourceFile,
  SplitOptions,
  SplitPart,
  SplitResult,
  SplitSummary,
} from './types.js';

/**
 * Splits a table of molecules and checks the result; the same input, options and seed give the
 * same records, whatever the number of threads.
 *
 * @throws TanimarkError on anything wrong with the options or the input, and with `strict` when
 *   the target is not met
 */
export async function split(options: SplitOptions, job = new Job()): Promise<SplitResult> {
  checkOptions('split', SPLIT, options, job);
  const plan = planSplit(options);
  const clock = new Stopwatch();
  const pool = openPool(plan.fingerprint, job, options.cache);
  try {
    const scaffolds = plan.usesScaffolds;
    const read = once(() => readInput(plan, { scaffolds }, pool, job, clock));
    return await splitMolecules(plan, { read, pool, clock }, job);
  } finally {
    await pool.close();
  }
}

/** Reads the input of a split. */
export async function readInput(
  { options, onInvalid, usesLabels, splitter }: SplitPlan,
  { scaffolds }: { scaffolds: boolean },
  pool: ChemistryPool,
  job: Job,
  clock: Stopwatch,
): Promise<MoleculeTable> {
  const anyClasses = splitter.takesAnyClasses === true;
  // A transform that is asked for must not go unused, nor a request to stop.
  const isAsked = options.transform !== undefined || options.censored === 'error';
  const needsLabels = usesLabels || isAsked;
  const labels = { needsLabels, labelByContent: true, anyClasses };
  const reading = { ...options, scaffolds, ...labels, mayBePairs: true };
  const data = await readMoleculeTable(options.input, reading, pool, job, clock);
  if (onInvalid === 'error' && data.set.invalid.length > 0) throw invalidError(data);
  return data;
}

/** Refuses a method for what the input does not hold. @throws TanimarkError (usage) */
function checkPairs(
  { name, pairs: takes }: SplitPlan['splitter'],
  { pairs, name: input }: MoleculeTable,
): void {
  if (takes === 'only' && !pairs) {
    throw new TanimarkError(
      'usage',
      `${optionValue('method', name)} splits pairs, and the rows of ${input} are molecules; name the column of partners with ${optionName('partner')}`,
    );
  }
  if (takes !== undefined || !pairs) return;
  const others = splitters.filter((other) => other.pairs !== undefined).map((other) => other.name);
  throw new TanimarkError(
    'usage',
    `${optionValue('method', name)} splits molecules, and each row of ${input} is a pair with column "${pairs.partners.column}"; use one of ${list(others)}, or ${optionValue('partner', 'none')}`,
  );
}

/** Makes the split that was planned. */
export async function splitMolecules(
  plan: SplitPlan,
  tools: SplitTools,
  job: Job,
): Promise<SplitResult> {
  const { pool, clock } = tools;
  const { options, splitter, seed } = plan;
  const read = async () => {
    const own = await tools.read();
    checkPairs(splitter, own);
    return own;
  };
  const graph = graphOf(plan);
  const { data, prepared, notes, sources } = await preparation(plan, { ...tools, read }, job);
  const bins = prepared.bins ?? parseBins(DEFAULT_BINS);
  const { set, table } = data;
  // An id of a drug is none of its pairs.
  const idColumn =
    data.pairs && options.id === undefined ? undefined : findColumn(table, 'id', options.id);
  const subject = subjectOf(plan, data);
  const { groups, molecules } = subject;
  const stored = graph && (await storedPairs(graph, plan, data, pool, job));
  const aims = { bins, options: prepared.options, stored };
  const division = await divide(plan, subject, aims, tools, job);
  checkUsed(stored, plan);
  const { assignments, inFolds } = division;
  const { labels, scaffolds } = molecules;
  const described: Described = { data, bins, labels, scaffolds };
  const parts = await checkedParts(plan, subject, division, described, job);
  clock.lap('check');
  const several = assignments.length > 1;
  const records = inFolds ? combineFolds(parts.map((p) => p.records)) : parts[0].records;
  const all = parts.map((p) => p.part);
  const whole = inFolds ? poolFolds(described, all, assignments, records) : all[0];
  return {
    data,
    sources: [...sources, ...sourcesOf(data)],
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
        fingerprint: pool.fingerprintSpec,
        memory: division.memoryMatters,
        group: groups?.named.column,
        idColumn,
      }),
      input: {
        path: options.input,
        sha256: table.sha256,
        records: table.rows.length,
        ...countsOf(data),
        invalid: set.invalid.length,
      },
      ...whole,
      ...(graph ? { graph: graphRecord(graph) } : {}),
      folds: inFolds ? all : null,
      repeats: several && !inFolds ? all.map((part, k) => ({ seed: seed + k, ...part })) : null,
      overlap: several && !inFolds ? testOverlap(assignments) : null,
      ...(data.labelCandidates.length > 1 ? { label_candidates: data.labelCandidates } : {}),
      ...(data.labelProblem === null ? {} : { label_problem: data.labelProblem }),
      label_conflicts: conflictsOf(data),
      invalid: set.invalid,
      warnings: [
        ...inputWarnings(data, plan),
        ...notes,
        ...groupNotes(groups),
        ...assignmentNotes(assignments, inFolds),
      ],
      seconds: clock.seconds(),
      outputs: [],
    },
  };
}

/** Tables that say what the input's cells stand for. */
function sourcesOf({ sources = [] }: MoleculeTable): SourceFile[] {
  return sources.map(({ path, sha256, table }) => {
    return table
      ? { path, sha256, cells: cellChecksums(table.columns, table.rows) }
      : { path, sha256 };
  });
}

/** Different molecules of an input, and its pairs. */
export function countsOf({
  set,
  pairs,
}: MoleculeTable): Pick<SplitSummary['input'], 'molecules' | 'pairs'> {
  if (!pairs) return { molecules: set.count };
  const { kind, drugs, partners } = pairs;
  return {
    molecules: drugs.count,
    pairs: {
      pairs: set.count,
      kind,
      partners: partners.count,
      different_partners: new Set(partners.distinct).size,
    },
  };
}

interface CheckedPart {
  readonly part: SplitPart;
  readonly records: RecordOutcome[];
}

/** Checks every promise of each assignment from scratch, and describes what is in it. */
async function checkedParts(
  { options, counted }: SplitPlan,
  { data, molecules, units, groups }: SplitInput,
  { assignments, sizes, inFolds }: Division,
  described: Described,
  job: Job,
): Promise<CheckedPart[]> {
  const parts: CheckedPart[] = [];
  for (const [k, assignment] of assignments.entries()) {
    const own = sizes[k];
    const name = assignments.length > 1 ? `${inFolds ? 'fold' : 'repeat'} ${k}` : null;
    const empty = emptyError(assignment, units, own.valid > 0, groups, name);
    if (empty) throw empty;
    const { bins } = described;
    const verified = await verifyAssignment(molecules, assignment, units, own, bins, job);
    const relations = data.pairs ? await pairRelations(data.pairs, verified, bins, job) : undefined;
    const records = recordOutcomes(data, assignment, verified, relations?.of);
    const part = describePart(described, assignment, verified, records, relations?.novelty);
    if (options.strict) {
      const error = strictError(part, name, counted);
      if (error) throw error;
    }
    parts.push({ part, records });
  }
  return parts;
}
