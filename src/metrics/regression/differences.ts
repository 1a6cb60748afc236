import { remembered } from '../sample.js';

/** |prediction − truth| of every row; remembered, as many metrics are made of it. */
export const absoluteErrors = remembered((truth, prediction) =>
  truth.map((y, i) => Math.abs(prediction[i] - y)),
);

/** (prediction − truth)² of every row; remembered likewise. */
export const squaredErrors = remembered((truth, prediction) =>
  truth.map((y, i) => (prediction[i] - y) ** 2),
);
