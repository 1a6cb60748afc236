import { mean, sampleStandardDeviation } from 'simple-statistics';

/** Number, mean and sample standard deviation (n - 1) of some values; what is not defined is null. */
export interface LabelSummary {
  readonly n: number;
  readonly mean: number | null;
  readonly sd: number | null;
}

/** Summarizes the values that are not NaN. */
export function summarize(values: Iterable<number>): LabelSummary {
  const present = [...values].filter((v) => !Number.isNaN(v));
  return {
    n: present.length,
    mean: present.length > 0 ? mean(present) : null,
    sd: present.length > 1 ? sampleStandardDeviation(present) : null,
  };
}
