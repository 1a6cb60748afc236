/** Halvings after which the series converges to the last digits. */
const HALVINGS = 12;
const TERMS = 8;

/**
 * e to the power −x for x ≥ 0, by plain arithmetic: Math.exp may differ in its last digit from one platform to
 * another. Right to eleven digits.
 */
export function decay(x: number): number {
  if (!(x < 700)) return 0;
  const y = -x / 2 ** HALVINGS;
  let sum = 1;
  for (let k = TERMS; k > 0; k--) sum = 1 + (y * sum) / k;
  for (let k = 0; k < HALVINGS; k++) sum *= sum;
  return sum;
}

/** Natural logarithm of x > 0, by plain arithmetic, for the same reason. Right to fourteen digits. */
export function plainLog(x: number): number {
  let twos = 0;
  let y = x;
  while (y < Math.SQRT1_2) {
    y *= 2;
    twos--;
  }
  while (y > Math.SQRT2) {
    y /= 2;
    twos++;
  }
  const z = (y - 1) / (y + 1);
  let term = z;
  let sum = 0;
  for (let k = 1; k < 40; k += 2) {
    sum += term / k;
    term *= z * z;
  }
  return 2 * sum + twos * Math.LN2;
}
