import type { ChemistryPool } from '../../chemistry/pool.js';
import { thingsOf } from '../../dataset/pairs/index.js';
import { assertInvariant } from '../../errors.js';
import type { Job } from '../../job.js';
import { once } from '../../once.js';
import { Random } from '../../random.js';
import { neighborGraphOf } from '../../similarity/compared.js';
import { foldSizes, resolveSizes, type Sizes } from '../../splitters/sizes.js';
import {
  type Assignment,
  type Molecules,
  type SplitContext,
  type Splitter,
  TEST,
} from '../../splitters/splitter.js';
import type { Units } from '../../splitters/units.js';
import type { Stopwatch } from '../../stopwatch.js';
import { factsOf } from './column-data.js';
import type { SplitPlan } from './plan.js';
import type { SplitInput } from './split-input.js';

/** Answer of a method: one assignment, or one for each fold or repeat. */
export interface Division {
  readonly assignments: readonly Assignment[];
  /** Sizes that each of them was asked for; of folds that a method makes as it likes, the sizes they have. */
  readonly sizes: readonly Sizes[];
  readonly inFolds: boolean;
  /** Whether the memory allowed was too little for all pairs, so that the result depends on it. */
  readonly memoryMatters: boolean;
}

/** Has the method divide the molecules. @throws TanimarkError */
export async function divide(
  plan: SplitPlan,
  subject: SplitInput,
  { bins, options: methodOptions, stored }: Pick<SplitContext, 'bins' | 'options' | 'stored'>,
  { pool, clock }: { pool: ChemistryPool; clock: Stopwatch },
  job: Job,
): Promise<Division> {
  const { options, splitter, memory, seed } = plan;
  const { data, molecules, groups, units } = subject;
  const folds = foldsAsked(plan, units, thingsOf(data.pairs).one);
  const sizes: Sizes = splitter.alwaysFolds
    ? { train: units.total, valid: 0, test: 0 }
    : folds
      ? foldOf(folds[0], units)
      : resolveSizes(units.total, plan.test, plan.valid, thingsOf(data.pairs).one);
  const usage = new Int32Array(molecules.count);
  const deadline =
    options.timeLimit === undefined
      ? Number.POSITIVE_INFINITY
      : performance.now() + options.timeLimit * 1000;
  let memoryMatters = false as boolean;
  const neighbors = once(async () => {
    const compared = molecules.pairs ?? molecules.fingerprints;
    const graph = await neighborGraphOf(compared, bins, job, { memory, stored });
    memoryMatters = graph.anchors !== undefined;
    clock.lap('neighbours');
    return graph;
  });
  const facts = factsOf(data, pool, job);
  const context = (part: number): SplitContext => ({
    units,
    sizes,
    sizesGiven: { test: options.test !== undefined, valid: options.valid !== undefined },
    groups: groups?.named ?? null,
    facts,
    memory,
    bins,
    options: methodOptions,
    random: new Random(seed + part),
    neighbors,
    stored,
    usage: part > 0 ? usage : undefined,
    deadline,
    job,
  });
  const inFolds = folds !== null || splitter.alwaysFolds === true;
  const assignments = inFolds
    ? await foldAssignments(splitter, molecules, context(0), folds ?? [])
    : await repeatAssignments(splitter, molecules, context, options.repeats ?? 1, usage);
  clock.lap('split');
  return {
    assignments,
    sizes: assignments.map((assignment, k) =>
      inFolds ? foldOf(folds?.[k] ?? testWeight(assignment, units), units) : sizes,
    ),
    inFolds,
    memoryMatters,
  };
}

/** Sizes of the test sets of `--folds`; null without. */
function foldsAsked({ options, test }: SplitPlan, { total }: Units, item: string): number[] | null {
  if (options.folds === undefined) return null;
  return foldSizes(total, options.folds, options.test === undefined ? undefined : test, item);
}

function foldOf(test: number, { total }: Units): Sizes {
  return { train: total - test, valid: 0, test };
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
