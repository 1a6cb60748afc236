import { TanimarkError } from '../../../errors.js';
import { optionName, optionValue } from '../../../spelling.js';
import { count, percent, plural } from '../../../text.js';
import { sizeReason } from '../../sizes.js';
import {
  type Assignment,
  DISCARDED,
  type Molecules,
  type SplitContext,
  TEST,
  TRAIN,
} from '../../splitter.js';
import { strataOf } from '../../strata.js';
import { Budget } from '../budget.js';
import type { GridOptions } from '../options.js';
import { cellBounds, requestedCells } from './bounds.js';
import { chooseTestPairs } from './choose.js';
import { gridProblem } from './problem.js';
import { type GridSearch, gridWork, searchGrid } from './search.js';
import { GridState } from './state.js';

/**
 * A test set with equally many pairs in each cell of drug bin × partner bin, as far as possible. Drugs and partners are
 * held out of training so that they fall into their bins; of their pairs, each cell gets what is requested, and the
 * others are left out.
 *
 * @param labels that every cell is to have the distribution of; null for none
 * @throws TanimarkError (usage) for molecules, and with options that it cannot heed
 */
export async function splitGrid(
  { pairs, labelTask }: Molecules,
  context: SplitContext,
  { 'max-discard': maxDiscard, effort }: GridOptions,
  labels: Float64Array | null,
): Promise<Assignment> {
  const { units, sizes, bins, random, job, usage } = context;
  checkContext(context);
  if (!pairs) {
    throw new TanimarkError(
      'usage',
      `${optionName('grid')} balances bins of drugs × bins of partners, and the rows of the input are molecules; name the column of partners with ${optionName('partner')}, or leave out ${optionName('grid')}`,
    );
  }
  const problem = await gridProblem(pairs, bins, context.memory, job);
  const maxOut = maxDiscard
    ? Math.floor((units.total * maxDiscard.num) / maxDiscard.den)
    : units.total;
  const bound = cellBounds(problem, sizes.test, maxOut);
  const requested = requestedCells(bound, sizes.test);
  const state = new GridState(problem);
  // It only reads the state: whatever the clock asks for must not change the search.
  const budget = new Budget(state, job, context.deadline, () => {
    const lacking = requested.reduce((sum, n, c) => sum + Math.max(0, n - state.cells[c]), 0);
    return `${count(lacking)} pairs short`;
  });
  job.progress.start('searching the split', gridWork(state, effort));
  const result = await searchGrid(state, { requested, maxOut }, effort, random, budget);
  job.progress.finish();
  const strata = labels
    ? strataOf(units, labels, labelTask, null).members
    : [Array.from(problem.order)];
  const test = chooseTestPairs(state, requested, { strata, usage }, random);
  return assignmentOf(state, test, { requested, bound }, sizes.test, result, budget.timedOut);
}

/** @throws TanimarkError (usage) */
function checkContext({ units, sizes, groups }: SplitContext): void {
  const refuse = (what: string, why: string) => {
    throw new TanimarkError(
      'usage',
      `${what} cannot be combined with ${optionName('grid')}: ${why}`,
    );
  };
  if (groups && units.uniform !== 1) {
    refuse(optionValue('group', groups.column), 'a group can have pairs in several cells');
  }
  if (units.uniform !== 1) {
    refuse(optionValue('count', 'records'), 'cells count pairs, and some pairs have several rows');
  }
  if (sizes.valid > 0) {
    refuse(
      optionName('valid'),
      'it makes a test set only; split the training set again for validation',
    );
  }
}

function assignmentOf(
  state: GridState,
  test: Int32Array,
  { requested, bound }: { requested: readonly number[]; bound: readonly number[] },
  size: number,
  { moves, exhaustive }: GridSearch,
  timedOut: boolean,
): Assignment {
  const { problem, sides } = state;
  const [drugs, partners] = sides;
  const subset = new Uint8Array(problem.count).fill(TRAIN);
  const achieved = requested.map(() => 0);
  const isOut = (p: number) =>
    drugs.held[drugs.side.of[p]] === 1 || partners.held[partners.side.of[p]] === 1;
  let left = 0;
  for (const p of problem.order) {
    if (!isOut(p)) continue;
    subset[p] = DISCARDED;
    left++;
  }
  for (const p of test) {
    if (subset[p] === DISCARDED) left--;
    subset[p] = TEST;
    achieved[drugs.bin[drugs.side.of[p]] * problem.bins + partners.bin[partners.side.of[p]]]++;
  }
  const out = sides.map(({ side, training }) => side.used.length - training);
  const reason = exhaustive
    ? `no other test set is closer (all ${plural(moves, 'choice')} of drugs and partners were tried)`
    : `no closer test set was found in ${plural(moves, 'step')}${timedOut ? ', when the time limit was reached' : ''}`;
  const wrong = sizeReason(
    { test: size, valid: 0 },
    { test: test.length, valid: 0 },
    'cells of the grid have fewer pairs than requested',
  );
  return {
    subset,
    grid: { requested, achieved, bound, reason },
    ...(wrong ? { sizeReason: wrong } : {}),
    ...(timedOut ? { timedOut } : {}),
    ...(left > 0 ? leftOut(state, left, out) : {}),
    diagnostics: { moves, held_out_drugs: out[0], held_out_partners: out[1] },
  };
}

/** Why pairs are left out, and how many. */
function leftOut(
  { problem, sides }: GridState,
  left: number,
  [drugs, partners]: readonly number[],
): Pick<Assignment, 'discardReason' | 'notes'> {
  const [all, others] = sides.map(({ side }) => side.used.length);
  const held = `${count(drugs)} of ${plural(all, 'drug')} and ${count(partners)} of ${plural(others, 'partner')} are kept out of training`;
  return {
    discardReason:
      'its drug or its partner is kept out of training, and its cell of the grid has its test pairs',
    notes: [
      `${plural(left, 'pair')} (${percent(left, problem.count)}) ${left === 1 ? 'is' : 'are'} discarded: ${held}, and cells need only some of their pairs; ${optionName('max-discard')} sets a limit`,
    ],
  };
}
