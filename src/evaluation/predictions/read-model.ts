import { TanimarkError } from '../../errors.js';
import type { PredictedInterval } from '../../metrics/metric.js';
import { optionName } from '../../spelling.js';
import type { Classes } from '../../tables/classes.js';
import { numberIn } from '../../tables/columns.js';
import { list } from '../../text.js';
import type { ScoreOptions } from '../options.js';
import { isUncertainty, type PredictionColumns, predictionReader } from './columns.js';
import { type CellReader, type Joined, readPredictions } from './join.js';

/** Share of truths that predicted intervals promise to hold, unless given. */
export const DEFAULT_LEVEL = 0.95;

/** Predictions of a model for each test row. */
export interface ModelPredictions {
  /** NaN for a row without. */
  readonly value: Float64Array;
  /** Predicted classes, 0 or 1, where they stand in a column of their own. */
  readonly classes?: Float64Array | undefined;
  readonly std?: Float64Array | undefined;
  readonly interval?: PredictedInterval | undefined;
}

/**
 * The predictions of one target, with standard deviations and intervals if there are any.
 *
 * @param warnings what is to be said of the columns is added to them
 * @throws TanimarkError (prediction, join)
 */
export function readModel(
  joined: Joined,
  columns: PredictionColumns,
  truth: Float64Array,
  classes: Classes | null,
  options: ScoreOptions,
  warnings: string[],
): ModelPredictions {
  const { table } = joined;
  const known = (i: number) => !Number.isNaN(truth[i]);
  const read = (column: number, wanted: (i: number) => boolean) =>
    readPredictions(joined, column, wanted, readerOf(joined, column, classes));
  const value = read(columns.prediction, known);
  const predicted = (i: number) => !Number.isNaN(value[i]);
  const { std, lower, upper, unc } = columns;
  let model: ModelPredictions = { value };
  if (columns.classes !== undefined) {
    model = { ...model, classes: read(columns.classes, predicted) };
    warnings.push(`using predicted classes of column "${table.columns[columns.classes]}"`);
  }
  if (std !== undefined) {
    const positive = {
      read: (cell: string) => (numberIn(cell) > 0 ? numberIn(cell) : Number.NaN),
      problem: 'is not a standard deviation above 0',
    };
    model = { ...model, std: readPredictions(joined, std, predicted, positive) };
    warnings.push(`using standard deviations of column "${table.columns[std]}"`);
  }
  if (lower !== undefined && upper !== undefined) {
    const level = options.level ?? DEFAULT_LEVEL;
    const interval = {
      lower: readPredictions(joined, lower, predicted),
      upper: readPredictions(joined, upper, predicted),
      level,
    };
    const crossed = interval.lower.findIndex((low, i) => low > interval.upper[i]);
    if (crossed >= 0) {
      const [row] = joined.map.rows[crossed];
      throw new TanimarkError(
        'prediction',
        `${table.name}: row ${row + 1}: "${table.columns[lower]}" is above "${table.columns[upper]}"; check whether ${optionName('lower')} and ${optionName('upper')} are exchanged`,
      );
    }
    model = { ...model, interval };
    warnings.push(
      `using intervals of columns "${table.columns[lower]}" and "${table.columns[upper]}", assumed to cover ${100 * level}% of the true values${options.level === undefined ? ` (${optionName('level')})` : ''}`,
    );
  }
  if (unc) {
    model = { ...model, ...ofUncertainty(joined, unc, value, predicted, options) };
    warnings.push(
      `using column "${table.columns[unc.column]}" as ${HOLDS[unc.holds]} of the predictions`,
    );
  }
  const used = [columns.prediction, std, lower, upper, unc?.column];
  const unread = table.columns.filter((name, c) => isUncertainty(name) && !used.includes(c));
  if (std === undefined && !unc && unread.length > 0) {
    warnings.push(
      `column ${list(
        unread.map((name) => `"${name}"`),
        'or',
      )} is not used; if it holds standard deviations of one task, name it with ${optionName('std')}; of columns such as <prediction>_unc, say with ${optionName('unc')} what they hold`,
    );
  }
  return withoutGaps(model);
}

const HOLDS = {
  variance: 'variances',
  std: 'standard deviations',
  'half-interval': 'half-widths of intervals',
} as const;

/** Standard deviations, or intervals, from a column of uncertainties. @throws TanimarkError (prediction, join) */
function ofUncertainty(
  joined: Joined,
  { column, holds }: Required<PredictionColumns>['unc'] & object,
  value: Float64Array,
  predicted: (i: number) => boolean,
  { level = DEFAULT_LEVEL }: ScoreOptions,
): Pick<ModelPredictions, 'std' | 'interval'> {
  const isHalf = holds === 'half-interval';
  const reader: CellReader = {
    read: (cell) =>
      numberIn(cell) > 0 || (isHalf && numberIn(cell) === 0) ? numberIn(cell) : Number.NaN,
    problem: isHalf
      ? 'is not a half-width of 0 or more'
      : `is not a ${holds === 'std' ? 'standard deviation' : holds} above 0`,
  };
  const read = readPredictions(joined, column, predicted, reader);
  if (!isHalf) return { std: holds === 'std' ? read : read.map(Math.sqrt) };
  const lower = value.map((y, i) => y - read[i]);
  const upper = value.map((y, i) => y + read[i]);
  return { interval: { lower, upper, level } };
}

/** How the cells of a column of predictions are read. */
export function readerOf(
  { table, map }: Joined,
  column: number,
  classes: Classes | null,
): CellReader {
  const cells = [...map.belonging].map((row) => table.rows[row][column]);
  return { read: predictionReader(cells, classes), problem: 'is not a finite number' };
}

/** A row that lacks one of the numbers is left out with all of them. */
function withoutGaps({ value, classes, std, interval }: ModelPredictions): ModelPredictions {
  const others = [classes, std, interval?.lower, interval?.upper];
  return {
    value: value.map((v, i) => (others.some((o) => o && Number.isNaN(o[i])) ? Number.NaN : v)),
    ...(classes ? { classes } : {}),
    std,
    interval,
  };
}
