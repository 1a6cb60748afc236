import {
  type Metric,
  type MetricDescriptor,
  type MetricValue,
  metric,
  Undefined,
} from './metric.js';
import { type ScoreCurve, scoreCurveOf } from './score-curve.js';

/** A metric of the curve of a sample that has both classes. */
export function curveMetric(
  descriptor: MetricDescriptor & { measure(curve: ScoreCurve): MetricValue },
): Metric {
  const { measure, ...rest } = descriptor;
  return metric({
    ...rest,
    prepare({ truth, prediction }) {
      const curveOf = scoreCurveOf(truth, prediction);
      return (sample) => {
        const curve = curveOf(sample);
        if (curve.positives === 0 || curve.negatives === 0) return new Undefined('one_class');
        return measure(curve);
      };
    },
  });
}
