import { inOwnUnit } from '../../numerics/magnitude.js';
import { type Metric, type MetricDescriptor, metric } from '../metric.js';
import { drawnInOrderOf, orderingOf } from '../ordering.js';
import { meanOf } from '../row-mean.js';
import { type Sample, shared } from '../sample.js';
import {
  absoluteErrorsOf,
  countBelow,
  GAUSSIAN,
  halfWidthOf,
  standardErrorsOf,
} from './standard-errors.js';

const TOOLBOX = 'uncertainty-toolbox';

/** The share of truths within the central normal interval of a level, which is what it should be. */
function coverage(percent: number): Metric {
  const level = percent / 100;
  const halfWidth = halfWidthOf(level);
  return meanOf({
    ...GAUSSIAN,
    name: `coverage_${percent}`,
    interval: 'proportion',
    trials: 'rows',
    title: `Coverage ${percent} %`,
    aliases: [`picp_${percent}`, `coverage@${percent}%`],
    direction: 'maximize',
    target: level,
    definition: `share of truths within the central ${percent} % of the predicted normal distribution: best at ${level}`,
    reference: `${TOOLBOX}, get_proportion_in_interval`,
    shown: percent === 95,
    values(data) {
      const { values: errors, unit } = absoluteErrorsOf(data);
      const isIn = (error: number, i: number) => error <= halfWidth * (data.std[i] / unit);
      return { values: errors.map((error, i) => (isIn(error, i) ? 1 : 0)), unit: 1 };
    },
  });
}

const LEVELS = Float64Array.from({ length: 100 }, (_, k) => k / 99);

/** For each level, the share of truths within the central interval that should hold that share, less the level. */
const excessOf = shared<Float64Array>((standardErrors) => {
  const halfWidths = LEVELS.map(halfWidthOf);
  // The narrowest interval that holds the row; the last holds all.
  const narrowest = Uint8Array.from(standardErrors, (z) => countBelow(halfWidths, z));
  return ({ weights, size }, old) => {
    const excess = old ?? new Float64Array(LEVELS.length);
    excess.fill(0);
    for (let i = 0; i < narrowest.length; i++) excess[narrowest[i]] += weights[i];
    let within = 0;
    for (let k = 0; k < LEVELS.length; k++) {
      within += excess[k];
      excess[k] = within / size - LEVELS[k];
    }
    return excess;
  };
});

/** A metric of how far the observed shares are from the levels. */
function calibrationError(
  descriptor: MetricDescriptor & { measure(excess: Float64Array): number },
): Metric {
  const { measure, ...rest } = descriptor;
  return metric({
    ...rest,
    prepare(data) {
      const excess: (sample: Sample) => Float64Array = excessOf(standardErrorsOf(data));
      return (sample) => measure(excess(sample));
    },
  });
}

/** Mean absolute calibration error. */
export const meanAbsoluteCalibrationError = calibrationError({
  ...GAUSSIAN,
  name: 'mean_absolute_calibration_error',
  interval: 'none',
  title: 'MACE',
  aliases: ['mace'],
  definition:
    'mean over 100 levels 0 … 1 of |share of truths within the central normal interval of the level − level|',
  reference: `Kuleshov et al., ICML 2018; ${TOOLBOX}, mean_absolute_calibration_error`,
  measure: (excess) => excess.reduce((sum, e) => sum + Math.abs(e), 0) / LEVELS.length,
});

/** Root mean squared calibration error. */
export const rootMeanSquaredCalibrationError = calibrationError({
  ...GAUSSIAN,
  name: 'root_mean_squared_calibration_error',
  interval: 'none',
  title: 'RMSCE',
  aliases: ['rmsce'],
  definition:
    'root mean square over 100 levels 0 … 1 of (share of truths within the central normal interval of the level − level)',
  reference: `Kuleshov et al., ICML 2018; ${TOOLBOX}, root_mean_squared_calibration_error`,
  measure: (excess) => Math.sqrt(excess.reduce((sum, e) => sum + e * e, 0) / LEVELS.length),
});

/** Miscalibration area. */
export const miscalibrationArea = calibrationError({
  ...GAUSSIAN,
  name: 'miscalibration_area',
  interval: 'none',
  title: 'Miscal. area',
  aliases: ['ma_cal', 'miscal_area'],
  definition:
    'area between the diagonal and the calibration curve (share of truths within the central normal interval over its level, 100 levels 0 … 1, joined by straight lines)',
  reference: `Tran et al., Mach. Learn. Sci. Technol. 1 (2020) 025006; ${TOOLBOX}, miscalibration_area`,
  shown: true,
  measure(excess) {
    let twice = 0;
    for (let k = 1; k < excess.length; k++) {
      const a = excess[k - 1];
      const b = excess[k];
      // Two triangles where the curve crosses the diagonal on its way.
      const ends = Math.abs(a) + Math.abs(b);
      twice += a * b < 0 ? (a * a + b * b) / ends : ends;
    }
    return twice / 2 / (LEVELS.length - 1);
  },
});

const BINS = 10;

/** Expected normalized calibration error. */
export const ence = metric({
  ...GAUSSIAN,
  name: 'ence',
  interval: 'none',
  title: 'ENCE',
  aliases: ['expected_normalized_calibration_error'],
  definition:
    'mean over ten equal parts of the rows by standard deviation of |root mean variance − RMSE| / root mean variance; rows that straddle parts count in each by their share',
  reference: 'Levi et al., Sensors 22 (2022) 5540',
  prepare(data) {
    const { order, starts } = orderingOf(data.std);
    const drawnInOrder = drawnInOrderOf(data.std);
    const runs = starts.length - 1;
    const errors = absoluteErrorsOf(data);
    const stds = inOwnUnit(data.std);
    const units = errors.unit / stds.unit;
    const squaredErrors = Float64Array.from(order, (i) => errors.values[i] ** 2);
    const variances = Float64Array.from(
      { length: runs },
      (_, r) => stds.values[order[starts[r]]] ** 2,
    );
    const normalized = (variance: number, squaredError: number) =>
      Math.abs(1 - Math.sqrt(squaredError / variance) * units);
    return (sample) => {
      const drawn = drawnInOrder(sample);
      // Each row counts as ten, so that parts of whole weights are whole.
      const part = sample.size;
      let sum = 0;
      let bin = 0;
      // How much more the current part takes, and what it has.
      let room = part;
      let variance = 0;
      let error = 0;
      for (let r = 0, k = 0; r < runs; r++) {
        let weight = 0;
        let errorOfRun = 0;
        for (const end = starts[r + 1]; k < end; k++) {
          weight += BINS * drawn[k];
          errorOfRun += BINS * drawn[k] * squaredErrors[k];
        }
        // What straddles parts is split; the last part takes what rounding leaves.
        while (weight >= room && weight > 0 && bin < BINS - 1) {
          const errorOfPart = errorOfRun * (room / weight);
          sum += normalized(variance + room * variances[r], error + errorOfPart);
          weight -= room;
          errorOfRun -= errorOfPart;
          bin++;
          room = part;
          variance = 0;
          error = 0;
        }
        room -= weight;
        variance += weight * variances[r];
        error += errorOfRun;
      }
      return (sum + normalized(variance, error)) / BINS;
    };
  },
});

export const calibrationMetrics: readonly Metric[] = [
  coverage(50),
  coverage(80),
  coverage(90),
  coverage(95),
  meanAbsoluteCalibrationError,
  rootMeanSquaredCalibrationError,
  miscalibrationArea,
  ence,
];
