import { expect } from 'vitest';
import { Undefined } from '../../src/metrics/metric.js';
import { hasShared, sharedJson } from '../shared.js';

/** Fails unless two numbers differ by at most `tolerance` of the second. */
export function expectRelative(actual: number, expected: number, tolerance: number): void {
  const error = actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
  if (!(error <= tolerance)) {
    expect.fail(`${actual} is not ${expected}: relative difference ${error}`);
  }
}

interface Reference {
  readonly distributions: Record<string, readonly Record<string, number>[]>;
  readonly tests: readonly ({ readonly test: string } & Record<string, unknown>)[];
}

const reference = hasShared ? sharedJson<Reference>('reference/metrics.json') : null;

/** Rows of a distribution, of the reference values; none without ../shared. */
export function referenceRows(distribution: string): readonly Record<string, number>[] {
  return reference?.distributions[distribution] ?? [];
}

/** Entries of a test, of the reference values; none without ../shared. */
export function referenceTests<T>(test: string): readonly T[] {
  return (reference?.tests.filter((entry) => entry.test === test) ?? []) as unknown as T[];
}

/** The result of a test that must be defined. */
export function defined<T>(result: T | Undefined): T {
  if (result instanceof Undefined) expect.fail(`undefined: ${result.reason}`);
  return result;
}
