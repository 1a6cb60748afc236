import { baselineTitle } from '../../../evaluation/baselines/registry.js';
import type { ExpectSummary } from '../../../workflows/expect/types.js';
import { titleOf } from '../../expect/answer.js';
import { isDrawable, plainNumber, rangeOf, SHARE_TICKS } from '../draw/scale.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawLines } from '../kinds/lines.js';
import { slug } from '../of-results.js';
import { sourceLook } from '../score/task.js';

/**
 * The applicability domain: error of the test molecules that a cut-off of similarity keeps, of the model and of baselines.
 * Null where no cut-off keeps enough of them.
 */
export function applicabilityDomain({ domain }: ExpectSummary): Figure | null {
  const points = domain.points.filter(({ value }) => isDrawable(value));
  if (points.length === 0) return null;
  const others = Object.keys(points[0].baselines).filter((name) =>
    points.some((point) => isDrawable(point.baselines[name])),
  );
  const sources = [
    { name: 'model', title: 'model', of: ({ value }: (typeof points)[number]) => value },
    ...others.map((name) => ({
      name,
      title: baselineTitle(name),
      of: (point: (typeof points)[number]) => point.baselines[name],
    })),
  ];
  const band = points.flatMap(({ cutoff, ci95 }) =>
    ci95?.every(isDrawable) ? [{ x: cutoff, low: ci95[0], high: ci95[1] }] : [],
  );
  const title = titleOf(domain.metric);
  return makeFigure({
    name: `${slug(domain.metric)}-applicability-domain`,
    title: `Applicability domain: ${title} by similarity cut-off`,
    caption: `${title} of the test rows whose max similarity to training is at least the cut-off${band.length > 0 ? ', with the 95% confidence interval of the model as a band' : ''}. Cut-offs that keep too few test rows are left out.`,
    drawing: drawLines({
      x: { title: 'max similarity to training of at least', range: [0, 1], ticks: SHARE_TICKS },
      y: {
        title: `${title} (lower is better)`,
        range: rangeOf([
          0,
          ...sources.flatMap(({ of }) => points.map(of)),
          ...band.flatMap(({ low, high }) => [low, high]),
        ]),
      },
      series: sources.map(({ name, title: shown, of }, s) => ({
        name: shown,
        look: sourceLook(name),
        marked: true,
        points: points.map((point) => {
          const value = of(point);
          return isDrawable(value) ? [point.cutoff, value] : null;
        }),
        ...(s === 0 && band.length > 1 ? { band } : {}),
      })),
    }),
    table: {
      columns: [
        ...['at least', 'share of the library', 'test rows'],
        ...['model', 'CI low', 'CI high', ...sources.slice(1).map((own) => own.title), 'covered'],
      ],
      rows: points.map((point) => [
        ...[point.cutoff, point.share_kept, point.n, point.value].map(plainNumber),
        ...[0, 1].map((end) => plainNumber(point.ci95?.[end])),
        ...sources.slice(1).map(({ of }) => plainNumber(of(point))),
        plainNumber(point.coverage?.value),
      ]),
    },
  });
}
