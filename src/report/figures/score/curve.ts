import { baselineTitle } from '../../../evaluation/baselines/registry.js';
import { metricNamed } from '../../../metrics/registry.js';
import type { Curve } from '../../../workflows/score/types.js';
import { bestText } from '../../best-value.js';
import { isDrawable, plainNumber, rangeOf } from '../draw/scale.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawLines } from '../kinds/lines.js';
import { slug } from '../of-results.js';
import { type ScoredTask, sourceLook } from './task.js';

/** A metric along similarity; null where the result has no curve, or no value in it. */
export function similarityCurve({ scores: { curve } }: ScoredTask): Figure | null {
  const metric = curve ? metricNamed(curve.metric) : undefined;
  if (!curve || !metric) return null;
  const { points } = curve;
  const sources = Object.keys(points[0]?.values ?? {}).filter((source) =>
    points.some(({ values }) => isDrawable(values[source])),
  );
  if (sources.length === 0) return null;
  const titles = sources.map(baselineTitle);
  const values = sources.flatMap((source) => points.map((point) => point.values[source]));
  const band = sources[0] === 'model' ? bandOf(points) : [];
  const sizes = rangeOf(points.map(({ n }) => n));
  const rows = sizes[0] === sizes[1] ? `${sizes[0]}` : `${sizes[0]} to ${sizes[1]}`;
  return makeFigure({
    name: `${slug(curve.metric)}-along-similarity`,
    title: `${metric.title} along similarity to training`,
    caption: `${metric.title} in windows of ${rows} test rows that overlap by half, at their mean max similarity; thin horizontal lines show the range of each window${band.length > 0 ? ', the band 95% confidence intervals of the model' : ''}.`,
    drawing: drawLines({
      x: {
        title: 'max similarity to training',
        range: rangeOf(points.flatMap(({ low, high }) => [low, high])),
      },
      y: {
        title: `${metric.title} (${bestText(metric)})`,
        range: rangeOf([
          ...values,
          ...band.flatMap(({ low, high }) => [low, high]),
          ...(metric.direction === 'minimize' ? [0] : []),
        ]),
      },
      series: sources.map((source, s) => ({
        name: titles[s],
        look: sourceLook(source),
        marked: true,
        points: points.map(({ similarity, values: own }) => {
          const value = own[source];
          return isDrawable(value) ? [similarity, value] : null;
        }),
        ...(s === 0 ? { spans: points.map(({ low, high }) => [low, high] as const) } : {}),
        ...(s === 0 && band.length > 1 ? { band } : {}),
      })),
    }),
    table: {
      columns: [
        ...['similarity', 'low', 'high', 'n', ...titles],
        ...(band.length > 0 ? ['model, CI low', 'model, CI high'] : []),
      ],
      rows: points.map(({ similarity, low, high, n, values: own, ci95 }) => [
        ...[similarity, low, high].map(plainNumber),
        String(n),
        ...sources.map((source) => plainNumber(own[source])),
        ...(band.length > 0 ? [0, 1].map((end) => plainNumber(ci95?.[end])) : []),
      ]),
    },
  });
}

/** The model's intervals, of the windows that have one. */
function bandOf(points: Curve['points']) {
  return points.flatMap(({ similarity, ci95 }) =>
    ci95?.every(isDrawable) ? [{ x: similarity, low: ci95[0], high: ci95[1] }] : [],
  );
}
