import { binLabels } from '../../similarity/bins.js';
import { count, plural } from '../../text.js';
import type { RepeatedFoldsSummary } from '../../workflows/split/repeated-folds.js';
import type { SplitSummary } from '../../workflows/split/types.js';
import { flatStyle } from '../style.js';
import { countedNoun } from './counted.js';
import { statusText } from './grid-cells.js';
import { labelLine, splitTitle, verdict } from './terminal.js';

/** What was split, into how many folds, and how often. */
export function repeatedTitle({ splits }: RepeatedFoldsSummary): string {
  return `${splitTitle(splits[0])}: ${foldCount(splits[0])}, repeated ${splits.length} times`;
}

function foldCount({ folds }: SplitSummary): string {
  return plural(folds?.length ?? 0, 'fold');
}

/** Repeats that miss requested counts, by their number. */
export function missedRepeats({ splits }: RepeatedFoldsSummary): number[] {
  return splits.flatMap((own, r) => (['exact', ''].includes(statusText(own)) ? [] : [r]));
}

/** How near the folds of all repeats are to what was requested, then their bins, in sentences. */
export function repeatedAnswer(summary: RepeatedFoldsSummary): string[] {
  return [...closeness(summary), binRanges(summary)];
}

function closeness(summary: RepeatedFoldsSummary): string[] {
  const { splits } = summary;
  if (statusText(splits[0]) === '') return [];
  const missed = missedRepeats(summary);
  if (missed.length === 0) {
    return [
      `Exact: requested counts reached in every bin of every fold of all ${splits.length} repeats`,
    ];
  }
  const reached = splits.length - missed.length;
  const [first] = missed;
  const lines = verdict(splits[first], flatStyle).map((text) => text.trim());
  return [
    `Not exact: ${reached === 0 ? 'no repeat reaches' : `${reached} of ${splits.length} repeats ${reached === 1 ? 'reaches' : 'reach'}`} the requested counts in every bin of every fold`,
    `Repeat ${first}: ${lines.join('; ')}`,
  ];
}

/** `Test molecules of all folds … of a repeat: [0, 1/3) 200, [1/3, 2/3) 196 to 203`. */
function binRanges({ splits }: RepeatedFoldsSummary): string {
  const bins = binLabels(splits[0].similarity.bins).map((bin, b) => {
    const counts = splits.map(({ similarity }) => similarity.achieved[b]);
    const [low, high] = [Math.min(...counts), Math.max(...counts)];
    return `${bin} ${low === high ? count(low) : `${count(low)} to ${count(high)}`}`;
  });
  return `Test ${countedNoun(splits[0])}s of a repeat by max similarity to the training set of their fold: ${bins.join(', ')}`;
}

/** How the labels of the test sets differ from all others, once where all repeats say the same. */
export function repeatedLabels({ splits }: RepeatedFoldsSummary): string[] {
  const all = splits.map((own) => labelLine(own, flatStyle));
  const texts = new Set(all.map((lines) => lines.join('\n')));
  if (texts.size === 1) return all[0];
  return all.flatMap((lines, r) => lines.map((text) => `Repeat ${r}: ${text}`));
}
