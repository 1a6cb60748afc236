import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { AbortedError } from '../src/errors.js';
import { Job, type Progress } from '../src/job.js';

describe('a task', () => {
  it('uses the number of cores unless told otherwise', () => {
    expect(new Job().threads).toBe(availableParallelism());
    expect(new Job({ threads: 3 }).threads).toBe(3);
  });

  it('has stretches that count on, and start and end no stage of their own', async () => {
    const calls: unknown[] = [];
    const progress: Progress = {
      start: (...what) => calls.push(['start', ...what]),
      advance: (...what) => calls.push(['advance', ...what]),
      finish: () => calls.push(['finish']),
    };
    const controller = new AbortController();
    const job = new Job({ progress, signal: controller.signal, threads: 2 });
    job.progress.start('searching', 100, 'queries');
    const stretch = job.stretch(40);
    stretch.progress.start('own', 60);
    await stretch.breathe(7, 'note');
    stretch.progress.finish();
    expect(calls).toEqual([
      ['start', 'searching', 100, 'queries'],
      ['advance', 47, 'note'],
    ]);
    expect(stretch.threads).toBe(2);
    controller.abort();
    expect(() => stretch.check()).toThrow(AbortedError);
  });
});
