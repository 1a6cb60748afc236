import { DEFAULT_FINGERPRINT, parseFingerprint } from '../../chemistry/fingerprint.js';
import type { MoleculeSet } from '../../chemistry/molecules.js';
import { ChemistryPool } from '../../chemistry/pool.js';
import { assertInvariant, TanimarkError } from '../../errors.js';
import { Random } from '../../random.js';
import { DEFAULT_BINS, parseBins } from '../../similarity/bins.js';
import { defaultMemory, memoryText, parseMemory } from '../../similarity/memory.js';
import { buildNeighbourGraph } from '../../similarity/neighbour-graph.js';
import { splitterNamed, splitterOptions } from '../../splitters/registry.js';
import { foldSizes, parseSize, resolveSizes, type Sizes } from '../../splitters/sizes.js';
import {
  type Assignment,
  type Molecules,
  type SplitContext,
  type Splitter,
  TEST,
} from '../../splitters/splitter.js';
import { makeUnits } from '../../splitters/units.js';
import { verifyAssignment } from '../../splitters/verify.js';
import { findColumn } from '../../tables/columns.js';
import { Task } from '../../task.js';
import { plural } from '../../text.js';
import { VERSION } from '../../version.js';
import { moleculeLabels, readMoleculeTable } from '../dataset.js';
import { Stopwatch } from '../stopwatch.js';
import { moleculeGroups } from './groups.js';
import { emptyError, inputWarnings, invalidError, strictError } from './messages.js';
import { combineFolds, type Described, describePart, recordOutcomes, testOverlap } from './part.js';
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
  const splitter = splitterNamed(options.method ?? 'sae');
  const method = splitterOptions(splitter, options.methodOptions ?? {});
  checkOptions(options, splitter);
  const givenBins = options.bins === undefined ? undefined : parseBins(options.bins);
  const test = parseSize(options.test ?? '0.2', '--test');
  const valid = parseSize(options.valid ?? '0', '--valid');
  const fingerprint = parseFingerprint(options.fingerprint ?? DEFAULT_FINGERPRINT);
  const onInvalid = options.onInvalid ?? 'keep';
  const memory = options.memory === undefined ? defaultMemory() : parseMemory(options.memory);
  const counted = options.count ?? 'molecules';
  const seed = options.seed ?? 0;
  const clock = new Stopwatch();
  const pool = new ChemistryPool(fingerprint, { threads: task.threads, cache: options.cache });
  try {
    const read = async () => {
      const scaffolds = splitter.usesScaffolds === true;
      const data = await readMoleculeTable(
        options.input,
        { ...options, scaffolds },
        pool,
        task,
        clock,
      );
      if (onInvalid === 'error' && data.set.invalid.length > 0) throw invalidError(data);
      return data;
    };
    const { data, prepared, notes, sources } = await preparation(
      splitter,
      method.values,
      givenBins,
      read,
      pool,
      task,
      clock,
    );
    const bins = prepared.bins ?? parseBins(DEFAULT_BINS);
    const rdkit = await pool.rdkitVersion();
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
      scaffolds: set.scaffolds ? numbered(set.scaffolds) : null,
    };
    const inFolds =
      options.folds === undefined
        ? null
        : foldSizes(units.total, options.folds, options.test === undefined ? undefined : test);
    const sizes = inFolds
      ? { train: units.total - inFolds[0], valid: 0, test: inFolds[0] }
      : resolveSizes(units.total, test, valid);
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
    const context = (part: number): SplitContext => ({
      units,
      sizes,
      bins,
      options: prepared.options,
      random: new Random(seed + part),
      neighbours,
      usage: part > 0 ? usage : undefined,
      deadline,
      task,
    });
    const assignments = inFolds
      ? await foldAssignments(splitter, molecules, context(0), inFolds)
      : await repeatAssignments(splitter, molecules, context, options.repeats ?? 1, usage);
    clock.lap('split');
    const described: Described = { data, bins, labels, scaffolds: molecules.scaffolds };
    const parts: { part: SplitPart; records: RecordOutcome[] }[] = [];
    for (const [k, assignment] of assignments.entries()) {
      const own: Sizes = inFolds
        ? { train: units.total - inFolds[k], valid: 0, test: inFolds[k] }
        : sizes;
      const name = assignments.length > 1 ? `${inFolds ? 'fold' : 'repeat'} ${k}` : null;
      const empty = emptyError(assignment, units, own.valid > 0, groups?.column, name);
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
    const timedOut = assignments.some((a) => a.timedOut);
    const several = assignments.length > 1;
    const outcomes = inFolds ? combineFolds(parts.map((p) => p.records)) : parts[0].records;
    const whole = inFolds
      ? poolFolds(
          described,
          parts.map((p) => p.part),
          assignments,
          outcomes,
        )
      : parts[0].part;
    return {
      data,
      sources,
      idColumn,
      records: outcomes,
      parts: several
        ? parts.map((p, k) => ({
            name: `${inFolds ? 'fold' : 'repeat'}-${k}`,
            records: p.records,
          }))
        : [],
      summary: {
        command: 'split',
        version: VERSION,
        rdkit,
        method: splitter.name,
        seed: splitter.usesSeed ? seed : null,
        parameters: {
          ...(inFolds ? {} : { test: test.text, valid: valid.text }),
          ...(inFolds && options.test !== undefined ? { test: test.text } : {}),
          ...(options.folds === undefined ? {} : { folds: String(options.folds) }),
          ...(options.repeats === undefined ? {} : { repeats: String(options.repeats) }),
          bins: bins.texts.join(','),
          fingerprint: fingerprint.spec,
          count: counted,
          ...(groups ? { group: groups.column } : {}),
          'on-invalid': onInvalid,
          smiles: table.columns[data.smilesColumn],
          ...(data.labels ? { label: data.labels.column } : {}),
          ...(options.timeLimit === undefined ? {} : { 'time-limit': String(options.timeLimit) }),
          ...(memoryMatters ? { memory: memoryText(memory) } : {}),
          ...method.texts,
        },
        input: {
          path: options.input,
          sha256: table.sha256,
          records: table.rows.length,
          molecules: molecules.count,
          invalid: set.invalid.length,
        },
        ...whole,
        folds: inFolds ? parts.map((p) => p.part) : null,
        repeats: several && !inFolds ? parts.map((p, k) => ({ seed: seed + k, ...p.part })) : null,
        overlap: several && !inFolds ? testOverlap(assignments) : null,
        invalid: set.invalid,
        warnings: [
          ...inputWarnings(data, onInvalid, counted),
          ...notes,
          ...groupNotes(groups),
          ...sizeNotes(assignments, inFolds !== null),
          ...new Set(assignments.flatMap((a) => a.notes ?? [])),
          ...(timedOut
            ? [
                'the time limit ended the search: with another machine or load the split may be another',
              ]
            : []),
        ],
        seconds: clock.seconds(),
        outputs: [],
      },
    };
  } finally {
    await pool.close();
  }
}

function checkOptions(options: SplitOptions, splitter: Splitter): void {
  const usage = (text: string) => new TanimarkError('usage', text);
  if (options.seed !== undefined && !splitter.usesSeed) {
    throw usage(`--seed: the method ${splitter.name} draws no random numbers; leave it out`);
  }
  if (options.timeLimit !== undefined && !splitter.usesTimeLimit) {
    throw usage(`--time-limit: the method ${splitter.name} does not search; leave it out`);
  }
  if (options.memory !== undefined && !splitter.usesNeighbours) {
    throw usage(`--memory: the method ${splitter.name} looks for no neighbours; leave it out`);
  }
  if (options.folds !== undefined && options.repeats !== undefined) {
    throw usage('--folds and --repeats cannot be had together; choose one');
  }
  if (options.folds !== undefined && options.valid !== undefined && options.valid !== '0') {
    throw usage(
      '--valid: not with --folds, where every molecule has its place; use --repeats, or another fold to validate on',
    );
  }
  if (options.folds !== undefined && !splitter.folds) {
    throw usage(`--folds: the method ${splitter.name} makes no folds; use --repeats`);
  }
  const last = Number.MAX_SAFE_INTEGER - ((options.repeats ?? 1) - 1);
  if (options.seed !== undefined && options.seed > last) {
    throw usage(
      `--seed ${options.seed}: each repeat has a seed of its own, one more than the last; give at most ${last}`,
    );
  }
  if (options.repeats !== undefined && !splitter.usesSeed) {
    throw usage(`--repeats: the method ${splitter.name} makes the same split each time`);
  }
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

function recordCounts({ count, recordOffsets }: MoleculeSet): Int32Array {
  return Int32Array.from({ length: count }, (_, m) => recordOffsets[m + 1] - recordOffsets[m]);
}

/** Texts as numbers in the order of their first use; -1 where there is none. */
function numbered(texts: readonly (string | null)[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    if (text === null) return -1;
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function groupNotes(groups: { column: string; count: number; bridging: number } | undefined) {
  if (!groups) return [];
  const joined =
    groups.bridging === 0
      ? ''
      : `; ${plural(groups.bridging, 'molecule has', 'molecules have')} rows in several groups, which join them`;
  return [
    `column "${groups.column}" keeps ${plural(groups.count, 'group')} of several molecules on one side${joined}`,
  ];
}

function sizeNotes(assignments: readonly Assignment[], inFolds: boolean): string[] {
  return assignments.flatMap(({ sizeReason }, k) => {
    if (sizeReason === undefined) return [];
    const where = assignments.length === 1 ? '' : `${inFolds ? 'fold' : 'repeat'} ${k}: `;
    return [`${where}${sizeReason}`];
  });
}
