import { shownSpec } from '../../chemistry/own-fingerprints/spec.js';
import { baselines, baselineTitle } from '../../evaluation/baselines/registry.js';
import type { Metric } from '../../metrics/metric.js';
import { count, plural, printable } from '../../text.js';
import type { ScoreSummary } from '../../workflows/score/types.js';
import { shortNumber, wrap } from '../layout.js';
import type { Style } from '../style.js';
import { type Line, layOut } from './grid.js';

/** How similarity is measured. */
export function similarityText({ parameters, pairs }: ScoreSummary): string[] {
  const molecules = `Tanimoto of ${shownSpec(parameters.fingerprint)}`;
  if (!pairs) return [`similarity: ${molecules}`];
  const { kind, partner_similarity: partners } = pairs;
  const what = { sequence: 'sequences', molecule: 'partner molecules', category: 'partners' }[kind];
  return [
    `similarity of pairs: the smaller of their molecules' (${molecules}) and their ${what}' (${printable(partners, 60)})`,
  ];
}

/** Metrics of each partner by itself, averaged. */
export function partnerLines(
  { by_partner: found }: ScoreSummary,
  metrics: readonly Metric[],
  { chalk, width }: Style,
): string[] {
  if (!found) return [];
  const { partners, min_n: least, left_out: others, rows } = found;
  if (partners === 0) {
    const text = `by partner: none of ${plural(others, 'partner')} has ${least} test rows (--min-n), so no metrics are averaged over partners`;
    return [chalk.dim(wrap(text, width)), ''];
  }
  const more = others > 0 ? `; ${plural(others, 'partner')} with fewer rows left out` : '';
  const title = `Mean over ${plural(partners, 'partner')} with at least ${least} test rows (${count(rows)} rows${more})`;
  const shown = metrics.filter(({ name }) =>
    Object.values(found.metrics).some((own) => own[name]?.value != null),
  );
  const sources = [
    { name: 'model', title: 'model' },
    ...baselines.map(({ name, title: own }) => ({ name, title: own })),
  ].filter(({ name }) => Object.hasOwn(found.metrics, name));
  const lines: Line[] = [
    { name: '', cells: shown.map((metric) => chalk.bold(metric.title)) },
    ...sources.map(({ name, title: own }) => ({
      name: own,
      cells: shown.map((metric) => {
        const value = found.metrics[name][metric.name]?.value;
        return value == null ? '–' : shortNumber(value);
      }),
    })),
  ];
  const best = Object.entries(found.better_than ?? {}).flatMap(([name, share]) => {
    return share === null ? [] : [`${baselineTitle(name)} ${Math.round(100 * share)}%`];
  });
  const better =
    best.length === 0
      ? []
      : [
          chalk.dim(
            wrap(
              `partners for which the model has the better ${metrics[0].title} than: ${best.join(', ')}`,
              width,
            ),
          ),
        ];
  return [wrap(title, width), ...layOut([lines], shown.length, width), ...better];
}
