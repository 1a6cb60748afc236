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

/** Terms of a series of e^x, |x| ≤ ln(10) / 2, of which the last does not count. */
const LAST = 24;

/** 10 to the power x, by plain arithmetic: `10 ** x` differs in its last digits between versions of V8. Right to fifteen digits. */
export function powerOfTen(x: number): number {
  if (x > 308.5) return Number.POSITIVE_INFINITY;
  if (!(x >= -323.5)) return x < 0 ? 0 : Number.NaN;
  const whole = Math.round(x);
  const y = (x - whole) * Math.LN10;
  let sum = 1;
  for (let k = LAST; k > 0; k--) sum = 1 + (y * sum) / k;
  // The number that is written so is exact to the last bit.
  return whole < -300 ? sum * 1e-300 * Number(`1e${whole + 300}`) : sum * Number(`1e${whole}`);
}

/** x to a whole power ≥ 0, by multiplication, for the same reason. */
export function wholePower(x: number, power: number): number {
  let [result, square, left] = [1, x, power];
  while (left > 0) {
    if (left % 2 === 1) result *= square;
    square *= square;
    left = Math.floor(left / 2);
  }
  return result;
}
