import { type GivenData, type MetricDescriptor, type MetricValue, metric } from './metric.js';

/** What a metric over rows is made of: a number per row. */
export type RowValue = (data: GivenData, row: number) => number;

/** The numbers of all rows. */
export function perRow(data: GivenData, value: RowValue): Float64Array {
  const values = new Float64Array(data.truth.length);
  for (let i = 0; i < values.length; i++) values[i] = value(data, i);
  return values;
}

/**
 * A metric that is the mean of a number per row.
 *
 * @param finish what is made of the mean
 */
export function rowMean(
  descriptor: MetricDescriptor & {
    value: RowValue;
    finish?: (mean: number) => number;
  },
) {
  const { value, finish, ...rest } = descriptor;
  return metric({
    ...rest,
    prepare(data) {
      const values = perRow(data, value);
      return (sample): MetricValue => {
        const mean = sample.mean(values);
        return finish ? finish(mean) : mean;
      };
    },
  });
}
