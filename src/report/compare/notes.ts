import { list, printable } from '../../text.js';
import type { ModelComparison } from '../../workflows/compare/types.js';
import { legend } from '../standing-words.js';
import { metricsIn, type Verdicts } from './summary.js';
import { drawsText, isKnown } from './words.js';

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
      : 'differences are named in the first column';
  const drawn = differences.some((d) => isKnown(d) && d.ci95);
  const margin = parameters.margin === undefined ? null : String(parameters.margin);
  const several = tasks.some(({ tests }) => Object.keys(tests).length > 1);
  const primary = new Set(tasks.map((task) => metricsIn(task)[0].title));
  return [
    drawn
      ? `${what}, ${drawsText(summary)}.`
      : `${what}; without intervals there are no conclusions.`,
    ...(drawn
      ? [
          legend(
            tasks.flatMap(({ tests }) => Object.values(tests)),
            margin,
          ),
        ]
      : []),
    ...(drawn && margin === null
      ? ['For equivalence, set the largest difference that does not matter: --margin.']
      : []),
    ...(several
      ? [
          `Primary metric: ${list([...primary])}. The others are secondary: each is corrected by itself.`,
        ]
      : []),
  ];
}
