import type { LabelSummary } from '../../statistics/summary.js';
import type { LabelTask } from '../../tables/labels.js';
import { printable } from '../../text.js';
import { plainNumber, SHARE_TICKS } from './draw/scale.js';
import type { Drawing, FigureTable } from './figure.js';
import { drawBars } from './kinds/bars.js';
import { drawIntervals } from './kinds/intervals.js';
import { sizeNote } from './of-results.js';

/** The labels of some molecules. */
export interface SubsetLabels extends LabelSummary {
  readonly name: string;
}

export interface LabelPointsOptions {
  readonly task: LabelTask;
  /** The label column. */
  readonly label: string;
  readonly unit?: string | undefined;
  /** The positive class, where it has a name. */
  readonly positive?: string | undefined;
  /** Number of first subsets that stand apart. */
  readonly apart?: number;
  readonly xTitle: string;
}

/**
 * Labels by subset: means with one standard deviation to either side; of two classes shares of the positive one, as bars.
 *
 * @returns also what is drawn, in words that begin a sentence
 */
export function labelPoints(
  subsets: readonly SubsetLabels[],
  { task, label, unit, positive, apart, xTitle }: LabelPointsOptions,
): { drawing: Drawing; table: FigureTable; what: string } {
  const column = printable(label, 40);
  const categories = subsets.map(({ name, n }) => ({ name, note: sizeNote(n) }));
  if (task === 'classification') {
    const yTitle = `share of ${positive === undefined ? 'positives' : `"${printable(positive, 30)}"`} (${column})`;
    return {
      drawing: drawBars({
        xTitle,
        yTitle,
        categories,
        series: [{ name: 'share', values: subsets.map(({ mean }) => mean) }],
        yTicks: SHARE_TICKS,
        show: (share) => share.toFixed(2),
      }),
      table: {
        columns: ['subset', 'n', 'share of positives'],
        rows: subsets.map(({ name, n, mean }) => [name, String(n), plainNumber(mean)]),
      },
      what: 'Share of the positive class',
    };
  }
  return {
    drawing: drawIntervals({
      xTitle,
      yTitle: `${labelAxis(label, unit)}: mean ± standard deviation`,
      categories,
      series: [
        {
          name: label,
          values: subsets.map(({ mean, sd }) =>
            mean === null
              ? null
              : { value: mean, interval: sd === null ? null : [mean - sd, mean + sd] },
          ),
        },
      ],
      ...(apart === undefined ? {} : { apart }),
    }),
    table: {
      columns: ['subset', 'n', 'mean', 'sd'],
      rows: subsets.map(({ name, n, mean, sd }) => [
        name,
        String(n),
        plainNumber(mean),
        plainNumber(sd),
      ]),
    },
    what: 'Mean label ± one standard deviation',
  };
}

/** A label column and its unit, as the title of an axis. */
export function labelAxis(label: string, unit: string | undefined): string {
  return `${printable(label, 60)}${unit === undefined ? '' : ` (${printable(unit, 20)})`}`;
}
