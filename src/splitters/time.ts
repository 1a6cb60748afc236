import { TanimarkError } from '../errors.js';
import { optionName, optionValue } from '../spelling.js';
import { TIME_FORMS, timeIn, timeText } from '../tables/times.js';
import { count, plural } from '../text.js';
import { assignUnits } from './assign.js';
import { discardUnits } from './discard.js';
import { type Assignment, type SplitContext, type Splitter, TRAIN, VALID } from './splitter.js';
import { type Timeline, timelineOf } from './timeline.js';

/** Why sizes are not those asked for. */
const TOGETHER = 'molecules of the same time are never divided';
const NO_TIME = 'no time';

/**
 * What is known last is predicted from what was known before: the latest molecules make the test set, those before them
 * validation, all earlier ones training. Molecules of the same time are never divided, so that no training
 * molecule is as undated as a test molecule; sizes are as near as that allows. A molecule has the time of its earliest
 * record (a later one is then trained on, which is said), a group that of its latest molecule: what is in training was known then as a whole.
 *
 * Folds are those of a window that expands, as scikit-learn's `TimeSeriesSplit`: disjoint test sets one after the other,
 * each with all that is earlier for training; what is later is left out of that fold.
 */
export const time: Splitter = {
  name: 'time',
  purpose: 'time',
  summary: 'the latest molecules go to test, earlier ones to training',
  reference: 'Sheridan, J. Chem. Inf. Model. 53 (2013) 783',
  options: [
    {
      name: 'time',
      placeholder: '<column>',
      default: '',
      summary: 'column of times: numbers such as years, or ISO dates',
      parse: (text) => text,
    },
    {
      name: 'cutoff',
      placeholder: '<time>',
      default: '',
      summary: 'molecules from this time on are the test set; replaces --test',
      parse: parseCutoff,
    },
  ],
  pairs: 'too',
  usesSeed: false,
  findsTestSize: ({ cutoff }) => cutoff !== null,
  async prepare(options, { bins }) {
    if (options.time === '') {
      const message = `${optionValue('method', 'time')} needs times; name their column with ${optionName('time')}, such as ${optionValue('time', 'year')}`;
      throw new TanimarkError('usage', message);
    }
    return { bins, options: { ...options } };
  },
  split(_molecules, context) {
    const { units, sizes } = context;
    const timeline = readTimeline(context);
    const { times, undated } = timeline;
    const cutoff = context.options.cutoff as number | null;
    const fewest = sizes.valid > 0 ? 2 : 1;
    const start =
      cutoff === null
        ? timeline.startOf(sizes.test, fewest, times.length - 1)
        : startAt(cutoff, fewest, context, timeline);
    const validGoal = sizes.valid + timeline.weightFrom(start);
    const validStart = sizes.valid > 0 ? timeline.startOf(validGoal, 1, start - 1) : start;
    const test = timeline.unitsIn(start, times.length);
    const valid = timeline.unitsIn(validStart, start);
    // A cutoff decides on the size of the test set: what is off then is off in validation alone.
    const testWeight = timeline.weightFrom(start);
    const asked = cutoff === null ? sizes : { test: testWeight, valid: sizes.valid };
    const assignment = assignUnits(units, { test, valid }, asked, TOGETHER);
    const diagnostics = between(timeline, validStart, start);
    const explained = cutoff === null ? {} : cutoffReason(cutoff, testWeight, assignment, context);
    const placed = { ...assignment, ...explained, diagnostics };
    const dated = discardUnits(placed, units, undated, NO_TIME);
    return withNotes(dated, laterRecords(dated, context, timeline.times[start]));
  },
  folds(_molecules, context, sizes) {
    if (context.options.cutoff !== null) {
      throw new TanimarkError(
        'usage',
        `${optionName('cutoff')} cannot be combined with ${optionName('folds')}, which need several cutoffs; leave it out`,
      );
    }
    const { units } = context;
    const timeline = readTimeline(context);
    const { times, undated } = timeline;
    if (times.length <= sizes.length) {
      throw new TanimarkError(
        'target',
        `${optionValue('folds', sizes.length)}: there are only ${count(times.length)} different times, and the earliest is always training; request at most ${count(times.length - 1)}`,
      );
    }
    const all = sizes.reduce((a, b) => a + b, 0);
    const total = timeline.weightFrom(0);
    // The earliest have nothing before them: where all were to be tested, they are a part of their own.
    const goals = all < total ? sizes : sizes.map(() => Math.floor(total / (sizes.length + 1)));
    const starts: number[] = [];
    let goal = 0;
    for (let f = sizes.length - 1, end = times.length; f >= 0; f--) {
      goal += goals[f];
      end = timeline.startOf(goal, f + 1, end - 1);
      starts.unshift(end);
    }
    const why = all < total ? TOGETHER : `${TOGETHER}, and the earliest are always training`;
    return starts.map((start, f) => {
      const end = starts[f + 1] ?? times.length;
      const test = timeline.unitsIn(start, end);
      const asked = { test: sizes[f], valid: 0 };
      const assigned = assignUnits(units, { test, valid: [] }, asked, why);
      const later = timeline.unitsIn(end, times.length);
      const dated = discardUnits(assigned, units, undated, NO_TIME);
      const reason = `${undated.length > 0 ? `${NO_TIME}, or ` : ''}later than the test set`;
      const fold = discardUnits(dated, units, later, reason);
      const made = {
        ...fold,
        notes: dated.notes ?? [],
        diagnostics: between(timeline, start, start),
      };
      return withNotes(made, laterRecords(made, context, times[start]));
    });
  },
};

/** What is to be said of molecules that are trained on and measured again when the test set begins, or later. */
function laterRecords(
  { subset }: Assignment,
  { facts, options }: SplitContext,
  from: number,
): string[] {
  const latest = facts.times(String(options.time), 'time', 'latest');
  const isOther = (m: number) => subset[m] === TRAIN || subset[m] === VALID;
  const trained = [...subset.keys()].filter((m) => isOther(m) && latest[m] >= from).length;
  if (trained === 0) return [];
  const have = trained === 1 ? 'has a record' : 'have records';
  return [
    `${plural(trained, 'molecule')} outside the test set ${have} from ${timeText(from)} or later, too; the earliest record of a molecule decides`,
  ];
}

function withNotes(assignment: Assignment, notes: readonly string[]): Assignment {
  return notes.length === 0
    ? assignment
    : { ...assignment, notes: [...(assignment.notes ?? []), ...notes] };
}

function parseCutoff(text: string): number | null {
  if (text === '') return null;
  const cutoff = timeIn(text);
  if (Number.isFinite(cutoff)) return cutoff;
  throw new TanimarkError('usage', `${optionValue('cutoff', text)}: give ${TIME_FORMS}`);
}

function readTimeline({ units, facts, options, sizes }: SplitContext): Timeline {
  const column = String(options.time);
  const timeline = timelineOf(units, facts.times(column, 'time'));
  const needed = sizes.valid > 0 ? 3 : 2;
  if (timeline.times.length >= needed) return timeline;
  throw new TanimarkError(
    'target',
    `${optionValue('time', column)}: ${plural(timeline.times.length, 'different time')} cannot fill ${needed} sets, because molecules of the same time are never divided; choose a column with finer times${sizes.valid > 0 ? `, or leave out ${optionName('valid')}` : ''}`,
  );
}

/** @param fewest times that must be left before it */
function startAt(
  cutoff: number,
  fewest: number,
  { sizesGiven }: SplitContext,
  { times }: Timeline,
): number {
  if (sizesGiven.test) {
    throw new TanimarkError(
      'usage',
      `${optionName('test')} and ${optionName('cutoff')} cannot be combined; leave one out`,
    );
  }
  const found = times.findIndex((t) => t >= cutoff);
  const start = found < 0 ? times.length : found;
  if (start >= fewest && start < times.length) return start;
  const what =
    start === times.length
      ? 'no molecule is from this time or later'
      : `too few molecules are earlier for ${fewest === 1 ? 'training' : 'training and validation'}`;
  throw new TanimarkError(
    'target',
    `${optionValue('cutoff', timeText(cutoff))}: ${what}; times are from ${timeText(times[0])} to ${timeText(times[times.length - 1])}`,
  );
}

/** Sizes that come from a cutoff, in words; nothing where they are those that were aimed at. */
function cutoffReason(
  cutoff: number,
  test: number,
  { sizeReason }: Assignment,
  { units, sizes }: SplitContext,
): Pick<Assignment, 'sizeReason'> {
  if (sizeReason === undefined && test === sizes.test) return {};
  const text = `${count(test)} of ${count(units.total)} are in test: those from ${timeText(cutoff)} on (${optionName('cutoff')})`;
  return { sizeReason: sizeReason === undefined ? text : `${text}; ${sizeReason}` };
}

function between({ times }: Timeline, validStart: number, start: number): Record<string, string> {
  return {
    train_until: timeText(times[validStart - 1]),
    ...(validStart < start ? { valid_from: timeText(times[validStart]) } : {}),
    test_from: timeText(times[start]),
  };
}
