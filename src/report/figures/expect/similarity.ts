import { count } from '../../../text.js';
import type { ExpectSummary } from '../../../workflows/expect/types.js';
import { judgedSet } from '../../expect/answer.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawOutlines } from '../kinds/outlines.js';

/** Similarity of the library to training, beside that of the test molecules and of training molecules to each other. */
export function expectSimilarity({ histogram, calibration }: ExpectSummary): Figure {
  const sum = (counts: readonly number[]) => count(counts.reduce((all, n) => all + n, 0));
  const judged = judgedSet({ calibration });
  const groups = [
    { name: 'library', counts: histogram.library },
    { name: `${judged} set`, counts: histogram.test },
    { name: 'training set', counts: histogram.train },
  ];
  const { drawing, table } = drawOutlines({
    x: { title: 'max similarity to training' },
    yTitle: 'share of the molecules',
    edges: histogram.edges,
    groups,
  });
  return makeFigure({
    name: 'library-similarity',
    title: 'Max similarity to training',
    caption: `${sum(histogram.library)} library rows and ${sum(histogram.test)} ${judged} molecules by similarity to their nearest training molecule; ${sum(histogram.train)} training molecules by similarity to the nearest other one. Shares add up to 1.`,
    drawing,
    table,
  });
}
