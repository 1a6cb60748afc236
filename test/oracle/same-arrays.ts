import { expect } from 'vitest';

/** Compares long arrays without a diff of millions of lines. */
export function expectSame(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string) {
  let at = 0;
  while (at < expected.length && actual[at] === expected[at]) at++;
  if (at === expected.length && actual.length === expected.length) return;
  const around = (values: ArrayLike<number>) =>
    Array.from(values)
      .slice(Math.max(0, at - 2), at + 3)
      .join(' ');
  expect.fail(
    `${what}[${at}]: … ${around(actual)} … of ${actual.length}, not … ${around(expected)} … of ${expected.length}`,
  );
}
