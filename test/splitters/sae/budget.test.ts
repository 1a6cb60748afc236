import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../../src/errors.js';
import { Job } from '../../../src/job.js';
import { Budget } from '../../../src/splitters/sae/budget.js';
import { clustered } from '../../oracle/generators.js';
import { single, start } from '../../oracle/split-states.js';

async function budgetOf(job: Job, due: boolean, deadline?: number) {
  job.due = () => due;
  const { state } = await start(single(clustered(1, 5, 1), '0,1/2,1'));
  return new Budget(state, job, deadline, () => 'three are missing');
}

describe('Budget', () => {
  it('is over once the time limit has passed, and not before', async () => {
    for (const [deadline, over] of [
      [undefined, false],
      [performance.now() + 1e9, false],
      [performance.now() - 1, true],
    ] as const) {
      const budget = await budgetOf(new Job(), true, deadline);
      expect(budget.over).toBe(false);
      await budget.breathe();
      expect([budget.over, budget.timedOut]).toEqual([over, over]);
    }
  });

  it('says how much work is done and how things stand, when it is time for it', async () => {
    const told: unknown[] = [];
    const progress = {
      start() {},
      finish() {},
      advance: (done: number, note?: string) => told.push([done, note]),
    };
    const waiting = await budgetOf(new Job({ progress }), false, 0);
    await waiting.breathe();
    expect([told, waiting.over]).toEqual([[], false]);
    const budget = await budgetOf(new Job({ progress }), true);
    budget.state.work = 777;
    await budget.breathe();
    expect(told).toEqual([[777, 'three are missing']]);
  });

  it('ends when the task is canceled', async () => {
    const controller = new AbortController();
    const budget = await budgetOf(new Job({ signal: controller.signal }), true);
    await budget.breathe();
    controller.abort();
    await expect(budget.breathe()).rejects.toThrow(AbortedError);
  });
});
