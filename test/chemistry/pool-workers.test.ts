import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { AbortedError } from '../../src/errors.js';
import { Job } from '../../src/job.js';

vi.unmock('../../src/chemistry/pool.js');

const pools: ChemistryPool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

function open(spec: string, options: { threads: number; stallMs?: number }): ChemistryPool {
  const pool = new ChemistryPool(parseFingerprint(spec), options);
  pools.push(pool);
  return pool;
}

/**
 * Every dummy atom bonded to every other: seconds of work for RDKit. 34 of them take 4,388
 * characters, because a ring number that is closed is used again.
 */
function completeGraph(atoms: number): string {
  const label = (n: number) => (n < 10 ? `${n}` : n < 100 ? `%${n}` : `%(${n})`);
  const open = new Map<string, number>();
  const free: number[] = [];
  let most = 0;
  let text = '';
  for (let i = 0; i < atoms; i++) {
    text += '*';
    const closed: number[] = [];
    for (let j = 0; j < i - 1; j++) {
      const n = open.get(`${j}-${i}`) as number;
      text += label(n);
      closed.push(n);
    }
    for (let j = i + 2; j < atoms; j++) {
      const n = free.pop() ?? ++most;
      open.set(`${i}-${j}`, n);
      text += label(n);
    }
    free.push(...closed);
    free.sort((a, b) => b - a);
  }
  return text;
}

describe('memory', () => {
  it('that a huge ring needs is given back, and that of ordinary molecules is kept', async () => {
    const ended = vi.spyOn(Worker.prototype, 'terminate');
    try {
      const pool = open('morgan', { threads: 1 });
      const ring = `C1${'C'.repeat(4990)}1`;
      const chains = Array.from({ length: 300 }, (_, i) => `${'C'.repeat(i % 90)}Nc1ccccc1`);
      const first = await pool.describe(chains, undefined, { scaffolds: true });
      expect(ended).toHaveBeenCalledTimes(0);
      const { canonical, problems } = await pool.describe(['CCO', ring], undefined, {
        scaffolds: true,
      });
      expect([canonical[0], canonical[1].length, problems]).toEqual(['CCO', 4993, [null, null]]);
      expect(ended).toHaveBeenCalledTimes(1);
      expect(await pool.describe(chains, undefined, { scaffolds: true })).toEqual(first);
      expect(ended).toHaveBeenCalledTimes(1);
    } finally {
      ended.mockRestore();
    }
  });
});

describe('threads', () => {
  it('do not change the result, nor its order', async () => {
    const tails = ['O', 'N', 'F', 'Cl', 'c1ccccc1', '(', 'S(=O)(=O)C', 'C#N'];
    const smiles = Array.from(
      { length: 3300 },
      (_, i) => `${'C'.repeat((i % 23) + 1)}N${'C'.repeat((i % 37) + 1)}${tails[i % 8]}`,
    );
    const one = await open('morgan', { threads: 1 }).describe(smiles);
    const advanced: number[] = [];
    const progress = { start() {}, finish() {}, advance: (n: number) => advanced.push(n) };
    const two = await open('morgan', { threads: 2 }).describe(smiles, new Job({ progress }));
    expect(two).toEqual(one);
    expect(one.problems.flatMap((problem, i) => (problem ? [i] : []))).toEqual(
      smiles.flatMap((text, i) => (text.endsWith('(') ? [i] : [])),
    );
    expect(advanced.at(-1)).toBe(3300);
    expect(advanced).toEqual([...advanced].sort((a, b) => a - b));
  });

  it('serve several callers at a time', async () => {
    const pool = open('morgan', { threads: 2 });
    const results = await Promise.all(
      ['OCC', 'NCC', 'FCC', '('].map((smiles) => pool.describe([smiles])),
    );
    expect(results.map((r) => r.canonical[0])).toEqual(['CCO', 'CCN', 'CCF', '']);
  });
});

describe('a structure that takes too long', () => {
  it('is marked, and its neighbors in the batch are not', async () => {
    const slow = completeGraph(34);
    expect(slow.length).toBe(4388);
    const smiles = Array.from({ length: 300 }, (_, i) => `${'C'.repeat((i % 20) + 1)}O`);
    smiles[100] = slow;
    smiles[101] = 'CC(';
    smiles[299] = slow;
    const pool = open('maccs', { threads: 1, stallMs: 700 });
    const { canonical, problems, words } = await pool.describe(smiles);
    const expected = await open('maccs', { threads: 1 }).describe(
      smiles.map((text) => (text === slow ? '' : text)),
    );
    const stalled = 'RDKit did not finish it within 1 seconds';
    expect(problems[100]).toBe(stalled);
    expect(problems[299]).toBe(stalled);
    expect(problems.map((p) => (p === stalled ? 'empty SMILES' : p))).toEqual(expected.problems);
    expect(canonical).toEqual(expected.canonical);
    expect(words).toEqual(expected.words);
  });

  it('is given the time it needs where that is allowed', async () => {
    const { problems } = await open('morgan', { threads: 1 }).describe([completeGraph(20)]);
    expect(problems).toEqual([null]);
  });
});

describe('canceling', () => {
  it('stops in the middle of a molecule, and the pool goes on', async () => {
    const pool = open('maccs', { threads: 1 });
    await pool.rdkitVersion();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const work = pool.describe(['CCO', completeGraph(34)], new Job({ signal: controller.signal }));
    await expect(work).rejects.toBeInstanceOf(AbortedError);
    expect((await pool.describe(['OCC'])).canonical).toEqual(['CCO']);
  });

  it('stops between batches, on all threads', async () => {
    const pool = open('morgan', { threads: 2 });
    const controller = new AbortController();
    let advances = 0;
    const progress = {
      start() {},
      finish() {},
      advance() {
        if (++advances === 2) controller.abort();
      },
    };
    const smiles = Array.from({ length: 20_000 }, (_, i) => `${'C'.repeat((i % 30) + 1)}O`);
    const work = pool.describe(smiles, new Job({ progress, signal: controller.signal }));
    await expect(work).rejects.toBeInstanceOf(AbortedError);
    expect(advances).toBeLessThan(10);
  });

  it('before the start does nothing', async () => {
    const pool = open('morgan', { threads: 1 });
    const job = new Job({ signal: AbortSignal.abort() });
    await expect(pool.describe(['C'], job)).rejects.toBeInstanceOf(AbortedError);
  });

  it('while RDKit starts does not wait for it', async () => {
    const pool = open('morgan', { threads: 1 });
    const controller = new AbortController();
    const job = new Job({ signal: controller.signal });
    const work = pool.describe(Array(600).fill('C'), job);
    // Past the compilation, which is the same for every pool, and into the start of the thread.
    setTimeout(() => controller.abort(), 5);
    await expect(work).rejects.toBeInstanceOf(AbortedError);
    // The pool can be used again.
    expect((await pool.describe(['C'])).canonical).toEqual(['C']);
  });

  it('that never comes leaves no listener behind', async () => {
    const pool = open('morgan', { threads: 1 });
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    };
    await pool.describe(Array(600).fill('C'), new Job({ signal }));
    expect(listeners).toBe(0);
  });
});
