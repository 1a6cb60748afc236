import { TanimarkError } from '../errors.js';
import type { Random } from '../random.js';
import { optionName, optionValue } from '../spelling.js';
import { plural } from '../text.js';
import { assignFolds, assignUnits } from './assign.js';
import { largestRemainder } from './largest-remainder.js';
import { nearness, settleSizes } from './nearest-sizes.js';
import { TOGETHER } from './sizes.js';
import type { Assignment, Molecules, SplitContext, Splitter } from './splitter.js';
import { type Strata, strataOf, strataOfClasses } from './strata.js';
import { pickUnits, type Units, unitsWeight } from './units.js';

/**
 * Random, with the label distribution kept: every class (two or more), or every quantile of a numeric label, has its share of each set,
 * rounded by the largest remainder so that sizes are exact. Where whole groups cannot be divided into these shares, sizes come first. Molecules without a label are a stratum of
 * their own. As scikit-learn's `StratifiedShuffleSplit`, and `StratifiedKFold` for folds.
 */
export const stratified: Splitter = {
  name: 'stratified',
  purpose: 'reference',
  summary: 'random, with the same shares of classes or label quantiles in every set',
  reference: 'scikit-learn (StratifiedShuffleSplit, StratifiedKFold)',
  options: [
    {
      name: 'strata',
      placeholder: '<n>',
      default: 'auto',
      summary: 'number of quantiles of a numeric label; auto is 10, or fewer for small sets',
      parse: parseStrata,
    },
  ],
  pairs: 'too',
  usesSeed: true,
  usesLabels: true,
  takesAnyClasses: true,
  split(molecules, context) {
    const { units, sizes, random } = context;
    const { strata, notes } = read(molecules, context);
    const test = pickFromStrata(units, strata.members, sizes.test, random);
    const taken = new Set(test);
    const rest = strata.members.map((own) => own.filter((u) => !taken.has(u)));
    const valid = pickFromStrata(units, rest, sizes.valid, random, strata.members);
    const filling = settleSizes(units, { test, valid }, sizes, random);
    const why = `${TOGETHER}${nearness(filling)}`;
    return { ...assignUnits(units, filling, sizes, why), ...notes };
  },
  folds(molecules, context, sizes) {
    const { units, random } = context;
    const { strata, notes } = read(molecules, context);
    const fold = dealStrata(units, strata.members, sizes, random);
    return assignFolds(units, fold, sizes).map((one) => ({ ...one, ...notes }));
  },
};

function parseStrata(text: string): number | null {
  if (text === 'auto') return null;
  const n = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (n >= 2 && n <= 1000) return n;
  throw new TanimarkError(
    'usage',
    `${optionValue('strata', text)}: give a whole number from 2 to 1000, or auto`,
  );
}

function read(
  { labels, labelTask, classes }: Molecules,
  { units, options }: SplitContext,
): { strata: Strata; notes: Pick<Assignment, 'notes' | 'diagnostics'> } {
  if (labels === null && !classes) {
    throw new TanimarkError(
      'column',
      `${optionValue('method', 'stratified')} needs labels, and no label column was found; name it with ${optionName('label')}`,
    );
  }
  const wanted = options.strata as number | null;
  if (wanted !== null && (classes || labelTask === 'classification')) {
    throw new TanimarkError(
      'usage',
      `${optionValue('strata', wanted)}: the labels are classes, and each class is a stratum; leave ${optionName('strata')} out`,
    );
  }
  const strata = classes
    ? strataOfClasses(units, classes)
    : strataOf(units, labels as Float64Array, labelTask, wanted);
  const unlabeled = classes
    ? classes.reduce((n, c) => (c < 0 ? n + 1 : n), 0)
    : (labels as Float64Array).reduce((n, label) => (Number.isNaN(label) ? n + 1 : n), 0);
  const note = `${plural(unlabeled, 'molecule has', 'molecules have')} no label; every set gets the same share of them`;
  const notes = strata.unlabeled.length > 0 ? { notes: [note] } : {};
  return { strata, notes: { ...notes, diagnostics: { strata: strata.members.length } } };
}

/**
 * Random units of this weight, from each stratum its share.
 *
 * @param strata units that can be had
 * @param whole all units of each stratum, which the shares are of
 */
function pickFromStrata(
  units: Units,
  strata: readonly (readonly number[])[],
  goal: number,
  random: Random,
  whole = strata,
): number[] {
  if (goal === 0) return [];
  const { uniform } = units;
  const picked: number[] = [];
  const lists = strata.map((own) => Int32Array.from(own));
  if (uniform > 0) {
    const wanted = Math.max(1, Math.ceil(goal / uniform - 0.5));
    const room = strata.map((own) => own.length);
    const most = room.reduce((a, b) => a + b, 0);
    const shares = largestRemainder(
      whole.map((own) => own.length),
      Math.min(wanted, most),
      room,
    );
    lists.forEach((own, s) => {
      picked.push(...pickUnits(units, own, shares[s] * uniform, random));
    });
    return picked;
  }
  // What one stratum is off, the next ones make up for.
  const weights = whole.map((own) => unitsWeight(units, own));
  const total = weights.reduce((a, b) => a + b, 0);
  let before = 0;
  let sum = 0;
  lists.forEach((own, s) => {
    before += weights[s];
    const share = Math.max(0, Math.round((goal * before) / total) - sum);
    const chosen = pickUnits(units, own, share, random);
    const weight = unitsWeight(units, chosen);
    if (Math.abs(weight - share) >= share) return;
    picked.push(...chosen);
    sum += weight;
  });
  const taken = new Set(picked);
  const left = lists.flatMap((own) => [...own].filter((u) => !taken.has(u)));
  const more = pickUnits(units, Int32Array.from(left), Math.max(0, goal - sum), random);
  const off = Math.abs(goal - sum - unitsWeight(units, more));
  return picked.length === 0 || off < Math.abs(goal - sum) ? [...picked, ...more] : picked;
}

/**
 * Deals the units out to folds, stratum by stratum, so that each has its share of every stratum.
 *
 * @returns the fold of each unit, -1 for none
 */
function dealStrata(
  units: Units,
  strata: readonly (readonly number[])[],
  sizes: readonly number[],
  random: Random,
): Int32Array {
  const { count, total, uniform, unitWeight } = units;
  const fold = new Int32Array(count).fill(-1);
  const order = strata.flatMap((own) => random.shuffle([...own]));
  const folds = sizes.length;
  if (uniform > 0) {
    // Places in folds are spread evenly over the line of all strata, the folds taking turns.
    const all = sizes.reduce((a, b) => a + b, 0) === total;
    const each = Math.min(
      Math.max(1, Math.ceil(sizes[0] / uniform - 0.5)),
      Math.floor(count / folds),
    );
    const places = all ? count : each * folds;
    order.forEach((u, i) => {
      const place = Math.floor((i * places) / count);
      const next = Math.floor(((i + 1) * places) / count);
      if (next > place) fold[u] = place % folds;
    });
    return fold;
  }
  // The heaviest first, each to the part that lacks most of the stratum, then of all; what is in no fold is one more part.
  const rest = total - sizes.reduce((a, b) => a + b, 0);
  const goals = rest > 0 ? [...sizes, rest] : [...sizes];
  const lacking = goals.slice();
  for (const own of strata) {
    const weight = unitsWeight(units, own);
    const share = goals.map((goal) => (goal * weight) / total);
    const shuffled = random.shuffle([...own]).sort((a, b) => unitWeight[b] - unitWeight[a]);
    for (const u of shuffled) {
      let best = 0;
      for (let f = 1; f < goals.length; f++) {
        const more = share[f] - share[best];
        if (more > 0 || (more === 0 && lacking[f] > lacking[best])) best = f;
      }
      share[best] -= unitWeight[u];
      lacking[best] -= unitWeight[u];
      if (best < folds) fold[u] = best;
    }
  }
  return fold;
}
