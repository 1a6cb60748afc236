/** The standard normal distribution, to full double accuracy. */

const ROOT_PI = Math.sqrt(Math.PI);
/** Where the series gives way to the continued fraction; both are accurate around it. */
const SERIES_UP_TO = 2.5;

/** Density. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Probability of a value below `z`. */
export function normalCdf(z: number): number {
  return erfc(-z * Math.SQRT1_2) / 2;
}

/** Probability of a value between −z and z; for a negative `z` less than 0. */
export function normalWithin(z: number): number {
  return erf(z * Math.SQRT1_2);
}

/** The value below which a share `p` of the distribution lies; infinite for 0 and 1. */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0;
  // In the lower tail a probability keeps its digits.
  if (p > 0.5) return -normalQuantile(1 - p);
  if (!(p > 0)) return p === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  // Abramowitz and Stegun 26.2.23, wrong by less than 0.00045; then Halley's method, which triples the digits.
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    (2.515517 + t * (0.802853 + t * 0.010328)) /
      (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) -
    t;
  for (let step = 0; step < 3; step++) {
    const newton = (normalCdf(z) - p) / normalDensity(z);
    z -= newton / (1 + (z * newton) / 2);
  }
  return z;
}

function erf(x: number): number {
  if (Math.abs(x) < SERIES_UP_TO) return erfSeries(x);
  return x > 0 ? 1 - erfcFraction(x) : erfcFraction(-x) - 1;
}

function erfc(x: number): number {
  // 1 − erf would lose digits where erf is near 1.
  if (x >= 0.5) return x < 1 ? 1 - erfSeries(x) : erfcFraction(x);
  return 1 - erf(x);
}

/** Abramowitz and Stegun 7.1.6: all terms have one sign, so that nothing cancels. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / ROOT_PI) * Math.exp(-x * x) * sum;
}

/** Abramowitz and Stegun 7.1.14, a continued fraction, evaluated from its end; for x from 1 on. */
function erfcFraction(x: number): number {
  let tail = x;
  for (let k = Math.ceil(20 + 160 / (x * x)); k > 0; k--) tail = x + k / 2 / tail;
  return Math.exp(-x * x) / (ROOT_PI * tail);
}
