import { expect } from 'vitest';
import { TanimarkError } from '../../src/errors.js';

/** The message of the usage error that `run` must throw. */
export function usageMessage(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(TanimarkError);
    expect((error as TanimarkError).code).toBe('usage');
    return (error as TanimarkError).message;
  }
  throw new Error('nothing was thrown');
}
