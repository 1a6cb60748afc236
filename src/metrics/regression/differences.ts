import { type InUnits, inOwnUnit, unitOf } from '../../numerics/magnitude.js';
import { remembered } from '../sample.js';

/** prediction − truth of every row, in a unit in which squares are numbers; remembered, as metrics share it. */
export const signedErrors: (truth: Float64Array, prediction: Float64Array) => InUnits = remembered(
  (truth, prediction) => {
    const common = unitOf(truth, prediction);
    const { values, unit } = inOwnUnit(truth.map((y, i) => prediction[i] / common - y / common));
    return { values, unit: common * unit };
  },
);

/** |prediction − truth| of every row; remembered likewise. */
export const absoluteErrors: (truth: Float64Array, prediction: Float64Array) => InUnits =
  remembered((truth, prediction) => {
    const { values, unit } = signedErrors(truth, prediction);
    return { values: values.map(Math.abs), unit };
  });

/** (prediction − truth)² of every row, in the square of the unit; remembered likewise. */
export const squaredErrors: (truth: Float64Array, prediction: Float64Array) => InUnits = remembered(
  (truth, prediction) => {
    const { values, unit } = signedErrors(truth, prediction);
    return { values: values.map((error) => error ** 2), unit };
  },
);
