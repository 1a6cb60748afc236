import { expect, it, vi } from 'vitest';
import { Job } from '../src/job.js';
import { Shared } from '../src/shared.js';

it('makes a thing once for each name, and closes all of them once', async () => {
  const shared = new Shared();
  const make = vi.fn(() => ({ close: vi.fn(async () => {}) }));
  const first = shared.get('a', make);
  expect(shared.get('a', make)).toBe(first);
  const second = shared.get('b', make);
  expect(second).not.toBe(first);
  expect(make).toHaveBeenCalledTimes(2);
  await shared.close();
  await shared.close();
  expect(first.close).toHaveBeenCalledTimes(1);
  expect(second.close).toHaveBeenCalledTimes(1);
  expect(shared.get('a', make)).not.toBe(first);
});

it('a stretch of a job has what the job shares', () => {
  const shared = new Shared();
  expect(new Job({ shared }).stretch(3).shared).toBe(shared);
  expect(new Job().shared).toBeUndefined();
});
