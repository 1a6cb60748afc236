import type { InUnits } from '../numerics/magnitude.js';
import { type GivenData, type MetricDescriptor, type MetricValue, metric } from './metric.js';

/** What a metric over rows is made of: a number per row. */
export type RowValue = (data: GivenData, row: number) => number;

/** The numbers of all rows. */
export function perRow(data: GivenData, value: RowValue): Float64Array {
  const values = new Float64Array(data.truth.length);
  for (let i = 0; i < values.length; i++) values[i] = value(data, i);
  return values;
}

/** What is made of a mean and of the unit of what it is the mean of. */
type Finish = (mean: number, unit: number) => MetricValue;

/** A metric that is the mean of a number per row. */
export function rowMean({
  value,
  ...rest
}: MetricDescriptor & { value: RowValue; finish?: Finish }) {
  return meanOf({ ...rest, values: (data) => ({ values: perRow(data, value), unit: 1 }) });
}

function times(mean: number, unit: number): number {
  return mean * unit;
}

/** The same where the numbers of all rows come at once, as those that other metrics use, too. */
export function meanOf(
  descriptor: MetricDescriptor & {
    values(data: GivenData): InUnits;
    finish?: Finish;
  },
) {
  const { values: valuesOf, finish = times, ...rest } = descriptor;
  return metric({
    ...rest,
    prepare(data) {
      const { values, unit } = valuesOf(data);
      return (sample) => finish(sample.mean(values), unit);
    },
  });
}
