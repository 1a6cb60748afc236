import { binLabels } from '../../../similarity/bins.js';
import { count, plural } from '../../../text.js';
import type { RepeatedFoldsSummary } from '../../../workflows/split/repeated-folds.js';
import type { SplitPart, SplitSummary } from '../../../workflows/split/types.js';
import { countedNoun } from '../../split/counted.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawStacks } from '../kinds/stacks.js';

/** Bars that a figure has at most; more would not fit a screen. */
const MOST = 50;

/** Test sets that stand together, such as the folds of a repeat. */
interface TestSets {
  /** Empty where there is one group only. */
  readonly heading: string;
  readonly sets: readonly { readonly name: string; readonly part: SplitPart }[];
}

/** Test molecules of each fold, or of each repeat, by max similarity; null for one test set. */
export function splitTestSets(summary: SplitSummary): Figure | null {
  const { folds, repeats } = summary;
  if (folds) return figure(summary, [{ heading: '', sets: named(folds, 'fold') }], 'fold');
  if (repeats) return figure(summary, [{ heading: '', sets: named(repeats, 'repeat') }], 'repeat');
  return null;
}

/** The same of the folds of all repeats. */
export function repeatedTestSets({ splits }: RepeatedFoldsSummary): Figure {
  const groups = splits.map(({ seed, folds }, r) => ({
    heading: `repeat ${r}${seed === null ? '' : `, seed ${seed}`}`,
    sets: named(folds ?? [], 'fold'),
  }));
  return figure(splits[0], groups, 'fold of each repeat');
}

function named(parts: readonly SplitPart[], noun: string): TestSets['sets'] {
  return parts.map((part, k) => ({ name: `${noun} ${k}`, part }));
}

function figure(summary: SplitSummary, groups: readonly TestSets[], each: string): Figure {
  const bins = binLabels(summary.similarity.bins);
  const noun = countedNoun(summary);
  const all = groups.reduce((n, { sets }) => n + sets.length, 0);
  let room = MOST;
  const sections = groups.flatMap(({ heading, sets }) => {
    const shown = sets.slice(0, room);
    room -= shown.length;
    const rows = shown.map(({ name, part: { similarity } }) => ({
      ...{ name, values: similarity.achieved, requested: similarity.requested },
    }));
    return rows.length === 0 ? [] : [{ heading, rows }];
  });
  const rows = sections.flatMap((section) => section.rows);
  const isMissed = rows.some(({ values, requested }) => requested?.some((n, b) => n !== values[b]));
  return makeFigure({
    name: 'test-sets',
    title: 'Test sets by similarity to training',
    caption: [
      `Test ${noun}s of each ${each} by max similarity to the training set.`,
      ...(isMissed ? [' Lines mark where the bins would end with the requested counts.'] : []),
      ...(all > MOST ? [` The first ${MOST} of ${plural(all, 'test set')}.`] : []),
    ].join(''),
    drawing: drawStacks({ xTitle: `test ${noun}s`, parts: bins, sections }),
    table: {
      columns: [each, ...bins, ...(rows[0]?.requested ? ['requested'] : [])],
      rows: sections.flatMap(({ heading, rows: own }) =>
        own.map(({ name, values, requested }) => [
          heading === '' ? name : `${heading}: ${name}`,
          ...values.map(count),
          ...(requested ? [requested.map(count).join(' ')] : []),
        ]),
      ),
    },
  });
}
