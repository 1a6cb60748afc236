import type { Metric } from '../../metrics/metric.js';
import { capital, list, printable } from '../../text.js';
import type { ComparedTask, ModelComparison } from '../../workflows/compare/types.js';
import { betterText, withTargetOf } from '../best-value.js';
import { legend } from '../standing-words.js';
import { metricsIn, type Verdicts } from './summary.js';
import { intervalsText, isKnown, SAME, testNames, wordOf } from './words.js';

/** The parameters of a comparison that decide its verdicts. */
export function verdictsOf({ parameters: { margin, baseline } }: ModelComparison): Verdicts {
  return {
    margin: margin !== undefined && Number.parseFloat(String(margin)) > 0,
    baseline: baseline === undefined ? null : String(baseline),
  };
}

/** Footnotes that define the differences, their verdicts and the star. */
export function verdictNotes(summary: ModelComparison): string[] {
  const { tasks, parameters, models } = summary;
  const differences = tasks.flatMap(({ groups }) =>
    groups.flatMap(({ metrics }) => Object.values(metrics).flatMap((own) => own.differences)),
  );
  const [{ a, b }] = differences;
  const what =
    models.length === 2
      ? `difference = ${printable(b, 30)} − ${printable(a, 30)}`
      : 'The first column names each difference';
  const drawn = differences.some((d) => isKnown(d) && d.ci95);
  const margin = parameters.margin === undefined ? null : String(parameters.margin);
  const several = tasks.some(({ tests }) => Object.keys(tests).length > 1);
  const metrics = [...new Set(tasks.flatMap(metricsIn))];
  const primary = new Set(tasks.map((task) => metricsIn(task)[0].title));
  const tests = primaryTests(tasks);
  const untested =
    tests !== '' && verdictsOf(summary).margin
      ? ' (it tests for any difference; the verdict uses the margin)'
      : '';
  return [
    drawn
      ? `${what}. Below it: its ${intervalsText(summary)}.`
      : `${what}; without intervals there are no conclusions.`,
    ...(differences.some((d) => isKnown(d) && d.ratio_ci95)
      ? [
          'The margin is a share, so the 95% CIs of errors are those of the ratio of both values, in the unit of the metric.',
        ]
      : []),
    ...(models.length > 2 ? ['In parentheses: rank of the model (1: best).'] : []),
    directions(metrics, tasks),
    ...metrics.flatMap(({ title, legend }) =>
      legend === undefined ? [] : [`${title}: ${legend}.`],
    ),
    ...(drawn
      ? [
          legend(
            tasks.flatMap(({ tests }) => Object.values(tests)),
            margin,
          ),
        ]
      : []),
    ...(drawn && differences.some((d) => isKnown(d) && wordOf(d) === SAME)
      ? [`${SAME}: the two models have the same value, whichever molecules are left out.`]
      : []),
    ...(several
      ? [
          `Primary metric: ${list([...primary])}${tests}${untested}. No correction across metrics.${margin === null || !drawn ? '' : ' The margin applies to every metric.'}`,
        ]
      : tests === ''
        ? []
        : [`p (Holm)${tests.replace(', p', ':')}${untested}.`]),
    ...(drawn && margin === null
      ? ['To test equivalence, give --margin: the largest difference that is harmless.']
      : []),
  ];
}

/** Which values of the metrics are better: `Lower is better: MAE. Higher is better: R².` */
function directions(metrics: readonly Metric[], tasks: readonly ComparedTask[]): string {
  const kind = (metric: Metric) => {
    const groups = tasks.flatMap((task) => task.groups);
    const values = groups.flatMap((group) =>
      Object.values(group.metrics[metric.name]?.values ?? {}),
    );
    const text = betterText(withTargetOf(metric, values));
    return capital(text);
  };
  const kinds = [...new Set(metrics.map(kind))];
  const titles = (how: string) => metrics.filter((one) => kind(one) === how).map((m) => m.title);
  return kinds.map((how) => `${how}: ${titles(how).join(', ')}.`).join(' ');
}

/** The tests of the primary metrics: `, p by DeLong's test`; empty where nothing was tested. */
function primaryTests(tasks: readonly ComparedTask[]): string {
  const tests = tasks.flatMap((task) => {
    const [{ name }] = metricsIn(task);
    const own = task.groups.flatMap(({ metrics }) => metrics[name]?.differences ?? []);
    return own.flatMap((d) => (isKnown(d) && d.p_holm !== null ? [testNames[d.test]] : []));
  });
  return tests.length === 0 ? '' : `, p by ${list([...new Set(tests)])}`;
}
