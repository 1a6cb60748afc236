import { plural } from '../../../text.js';
import { type Figure, makeFigure } from '../figure.js';
import { binned, drawOutlines } from '../kinds/outlines.js';
import { byStratum, labelName, type ScoredTask } from './task.js';

/** Distribution of the errors of each stratum; null without molecules, and for classes. */
export function errorDistribution(task: ScoredTask): Figure | null {
  const strata = byStratum(task);
  if (task.scores.task !== 'regression' || strata.length === 0) return null;
  const n = strata.reduce((sum, { molecules }) => sum + molecules.length, 0);
  const { edges, counts } = binned(strata.map(({ molecules }) => molecules.map((m) => m.error)));
  const { drawing, table } = drawOutlines({
    x: { title: `predicted − true ${labelName(task)}` },
    yTitle: 'share of the stratum',
    edges,
    groups: strata.map(({ name, look }, s) => ({ name, look, counts: counts[s] })),
  });
  return makeFigure({
    name: 'error-distribution',
    title: 'Distribution of errors by similarity to training',
    caption: `Errors (predicted − true ${labelName(task)}) of ${plural(n, 'test row')}: share of the rows of each stratum in each bin.`,
    drawing,
    table,
  });
}
