import { binLabels } from '../../../similarity/bins.js';
import { count } from '../../../text.js';
import type { SplitPart, SplitSummary } from '../../../workflows/split/types.js';
import { shortNumber } from '../../layout.js';
import { countedNoun } from '../../split/counted.js';
import { statusText } from '../../split/grid-cells.js';
import { repeatCells } from '../../split/terminal.js';
import type { Markup } from '../escape.js';
import type { Section } from '../section.js';
import { table } from '../table.js';

/** A test set with what tells it from others, such as the number of its fold. */
export interface TestSetRow {
  readonly names: readonly string[];
  readonly part: SplitPart;
  /** Further cells at the end. */
  readonly more?: readonly string[];
}

/** What is in the columns of {@link testSetTable}. */
export interface TestSetTitles {
  readonly names: readonly string[];
  /** Of the further cells. */
  readonly more?: readonly string[];
  /** What the bins count. */
  readonly noun: string;
}

/** Test sets with their sizes, their counts by bin, how near these are to those requested, and labels. */
export function testSetTable(
  caption: string,
  { names, more = [], noun }: TestSetTitles,
  rows: readonly TestSetRow[],
): Markup {
  const parts = rows.map(({ part }) => part);
  const has = (subset: 'valid' | 'discarded') => parts.some(({ sizes }) => sizes[subset] > 0);
  const aimed = parts.some(({ similarity }) => similarity.requested !== null);
  const labels = parts.find((part) => part.labels)?.labels;
  const what = labels?.task === 'classification' ? 'positive share' : 'mean label';
  const mean = (value: number | null | undefined) => (value == null ? '–' : shortNumber(value));
  const columns: readonly (readonly [string, (part: SplitPart) => string])[] = [
    ['train', ({ sizes }) => count(sizes.train)],
    ...(has('valid') ? [['valid', ({ sizes }: SplitPart) => count(sizes.valid)] as const] : []),
    ['test', ({ sizes }) => count(sizes.test)],
    ...(has('discarded')
      ? [['discarded', ({ sizes }: SplitPart) => count(sizes.discarded)] as const]
      : []),
    ...binLabels(parts[0].similarity.bins).map(
      (bin, b) =>
        [
          bin,
          ({ similarity }: SplitPart) => {
            const [n, requested] = [similarity.achieved[b], similarity.requested?.[b]];
            return requested === undefined || requested === n
              ? count(n)
              : `${count(n)} of ${count(requested)}`;
          },
        ] as const,
    ),
    ...(aimed ? [['status', statusText] as const] : []),
    ...(labels
      ? ([
          [`${what}, train`, ({ labels: own }: SplitPart) => mean(own?.train.mean)],
          [`${what}, test`, ({ labels: own }: SplitPart) => mean(own?.test.mean)],
        ] as const)
      : []),
  ];
  const missed = parts.some(({ similarity: { requested, achieved } }) =>
    requested?.some((n, b) => n !== achieved[b]),
  );
  return table({
    caption,
    head: [...names, ...columns.map(([title]) => title), ...more],
    rows: rows.map(({ names: own, part, more: last = [] }) => [
      ...own,
      ...columns.map(([, cell]) => cell(part)),
      ...last,
    ]),
    merge: names.length > 1,
    notes: [
      `Bins of max similarity to training count test ${noun}s${missed ? '; a bin with another number than requested has both, such as "38 of 40"' : ''}.`,
    ],
  });
}

/** Folds, each with its test set; none without folds. */
export function foldSection(summary: SplitSummary): Section[] {
  const { folds } = summary;
  if (!folds) return [];
  // A fold that leaves one group out is named by that group.
  const isNamed = folds.some(({ diagnostics }) => 'held_out' in diagnostics);
  const rows = folds.map((part, f) => ({
    names: [String(f), ...(isNamed ? [String(part.diagnostics.held_out ?? '')] : [])],
    part,
  }));
  const names = ['fold', ...(isNamed ? ['left out'] : [])];
  return [
    { title: 'Folds', body: testSetTable('Folds', { names, noun: countedNoun(summary) }, rows) },
  ];
}

/** Repeats, each with its test set and how much of it others share; none without repeats. */
export function repeatSection(summary: SplitSummary): Section[] {
  const { repeats } = summary;
  if (!repeats) return [];
  const { head, rows: cells } = repeatCells(summary);
  const rows = repeats.map((part, r) => ({
    names: [String(r), String(part.seed)],
    part,
    more: cells[r].slice(-1),
  }));
  const noun = countedNoun(summary);
  const titles = { names: ['repeat', 'seed'], more: head.slice(-1), noun };
  return [{ title: 'Repeats', body: testSetTable('Repeats', titles, rows) }];
}
