import { reasonTexts } from '../../../metrics/metric.js';
import { metricNamed } from '../../../metrics/registry.js';
import type { CvComparison, CvMetricComparison } from '../../../workflows/compare-cv/types.js';
import { plainNumber } from '../draw/scale.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawForest } from '../kinds/forest.js';
import { slug } from '../of-results.js';
import { lookOf, STANDING_LOOKS } from './looks.js';

/** The most figures, and rows of one, that are drawn. */
const FIGURES = 12;
const ROWS = 40;

/** Differences of methods over the folds: a figure for each metric and group. */
export function cvDifferences({ metrics }: CvComparison): Figure[] {
  return metrics.slice(0, FIGURES).flatMap(figureOf);
}

function figureOf(comparison: CvMetricComparison): Figure[] {
  const { metric, group, direction, target, pairs, design } = comparison;
  if (pairs.length === 0) return [];
  const title = metricNamed(metric)?.title ?? metric;
  const what = target === null ? title : `distance of ${title} from ${target}`;
  const sense = target === null && direction === 'maximize' ? 'better' : 'worse';
  const margins = new Set(pairs.map(({ margin }) => margin));
  const margin = margins.size === 1 ? ([...margins][0] ?? undefined) : undefined;
  const cut = pairs.length > ROWS ? ` The first ${ROWS} of ${pairs.length} differences.` : '';
  const where = group === null ? '' : `, ${group}`;
  return [
    makeFigure({
      name: `${slug(metric)}-differences${group === null ? '' : `-${slug(group)}`}`,
      title: `Differences in ${title}${where}`,
      caption: `Mean difference in ${what} over ${design.results} folds, with 95% CI corrected for overlapping training sets (Nadeau and Bengio).${margin ? ' Dashed lines: the margin.' : ''}${cut}`,
      drawing: drawForest({
        xTitle: `difference in ${what} (above 0: ${sense})`,
        zero: 0,
        margin,
        looks: STANDING_LOOKS,
        sections: [
          {
            heading: '',
            rows: pairs.slice(0, ROWS).map((pair) => ({
              name: `${pair.method} − ${pair.against}`,
              estimate: { value: pair.difference, interval: pair.ci95 },
              look: lookOf(pair.verdict, pair.significant),
            })),
          },
        ],
      }),
      table: {
        columns: [
          ...['method', 'against', 'difference', 'ci95 low', 'ci95 high'],
          ...['margin', 'p (Holm)', 'verdict', 'significant', 'reason'],
        ],
        rows: pairs.map((pair) => [
          pair.method,
          pair.against,
          ...[pair.difference, ...(pair.ci95 ?? [null, null]), pair.margin, pair.p_holm].map(
            plainNumber,
          ),
          pair.verdict,
          pair.significant ? 'yes' : 'no',
          pair.reason ? reasonTexts[pair.reason] : '',
        ]),
      },
    }),
  ];
}
