import type { CheckOutcome, CheckSummary } from '../../../gate/types.js';
import { reasonTexts } from '../../../metrics/metric.js';
import { metricNamed } from '../../../metrics/registry.js';
import { cellsOf } from '../../check/cells.js';
import { changeOf } from '../../check/numbers.js';
import { plainNumber } from '../draw/scale.js';
import { type Figure, type FigureTable, makeFigure } from '../figure.js';
import { drawForest, type ForestRow } from '../kinds/forest.js';
import { slug } from '../of-results.js';

/** The most rows of a figure. */
const ROWS = 40;

const LOOKS = [
  { text: 'passed' },
  { text: 'failed' },
  { text: 'inconclusive', hollow: true },
] as const;
const VERDICTS: readonly CheckOutcome['verdict'][] = ['pass', 'fail', 'inconclusive'];

/** Rules on a change against the baseline: a figure for each metric and unit of the change, with the limits. */
export function changeRules(summary: CheckSummary): Figure[] {
  return [false, true].flatMap((isPercent) =>
    figuresByMetric(
      summary,
      (outcome) => outcome.kind === 'drop' && changeOf(outcome).isPercent === isPercent,
      {
        suffix: isPercent ? 'change-percent' : 'change',
        title: (metric) =>
          `Change of ${metric} against the baseline${isPercent ? ', in percent' : ''}`,
        caption: (metric) =>
          `How much worse ${metric} is than that of the baseline's predictions, with 95% CI, by rule. Thick tick: the change that is allowed.`,
        xTitle: (metric) => `${metric} worse by${isPercent ? ', %' : ''} (below 0: better)`,
        zero: 0,
        bound: 'allowed',
        held: (outcome) => {
          const { drop, interval, tolerance } = changeOf(outcome);
          return [drop, interval, tolerance];
        },
      },
    ),
  );
}

/** Rules on a value: a figure for each metric, with the limits. */
export function valueRules(summary: CheckSummary): Figure[] {
  return figuresByMetric(summary, ({ kind }) => kind === 'min' || kind === 'max', {
    suffix: 'limits',
    title: (metric) => `${metric} and its limits`,
    caption: (metric) => `${metric} with 95% CI, by rule. Thick tick: the limit.`,
    xTitle: (metric) => metric,
    bound: 'limit',
    held: ({ value, ci95, limit }) => [value, ci95, limit],
  });
}

interface Kind {
  readonly suffix: string;
  title(metric: string): string;
  caption(metric: string): string;
  xTitle(metric: string): string;
  /** What the limit is, in a word. */
  readonly bound: string;
  readonly zero?: number;
  /** What is held against a limit. */
  held(outcome: CheckOutcome): Held;
}

type Held = readonly [
  value: number | null,
  interval: readonly [number, number] | null,
  limit: number | null,
];

function figuresByMetric(
  { outcomes }: CheckSummary,
  holds: (outcome: CheckOutcome) => boolean,
  kind: Kind,
): Figure[] {
  const own = outcomes.filter((outcome) => holds(outcome) && outcome.metric !== null);
  const metrics = [...new Set(own.map(({ metric }) => metric as string))];
  return metrics.flatMap((metric) => {
    const rules = own.filter((outcome) => outcome.metric === metric);
    if (rules.every((outcome) => kind.held(outcome)[0] === null)) return [];
    const title = metricNamed(metric)?.title ?? metric;
    const cut = rules.length > ROWS ? ` The first ${ROWS} of ${rules.length} rules.` : '';
    return makeFigure({
      name: `${slug(metric)}-${kind.suffix}`,
      title: kind.title(title),
      caption: `${kind.caption(title)}${cut}`,
      drawing: drawForest({
        xTitle: kind.xTitle(title),
        ...(kind.zero === undefined ? {} : { zero: kind.zero }),
        looks: LOOKS,
        sections: [{ heading: '', rows: rules.slice(0, ROWS).map((rule) => rowOf(rule, kind)) }],
      }),
      table: tableOf(rules, kind),
    });
  });
}

function rowOf(outcome: CheckOutcome, kind: Kind): ForestRow {
  const [value, interval, limit] = kind.held(outcome);
  const { held, limit: bound } = cellsOf(outcome);
  const missing = outcome.reason ? reasonTexts[outcome.reason] : 'no value';
  return {
    name: outcome.name,
    note: value === null ? missing : `${held}; ${kind.bound} ${bound}`,
    estimate: value === null ? null : { value, interval },
    limit,
    look: VERDICTS.indexOf(outcome.verdict),
  };
}

function tableOf(rules: readonly CheckOutcome[], kind: Kind): FigureTable {
  return {
    columns: [
      ...['rule', 'task', 'stratum', 'n', kind.zero === 0 ? 'worse by' : 'value'],
      ...['ci95 low', 'ci95 high', 'limit', 'verdict'],
    ],
    rows: rules.map((outcome) => {
      const [value, interval, limit] = kind.held(outcome);
      return [
        outcome.name,
        outcome.task ?? '',
        outcome.stratum ?? '',
        String(outcome.n),
        ...[value, ...(interval ?? [null, null]), limit].map(plainNumber),
        outcome.verdict,
      ];
    }),
  };
}
