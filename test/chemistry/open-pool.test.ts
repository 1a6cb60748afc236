import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { openPool } from '../../src/chemistry/open-pool.js';
import { type RDKitWorker, RDKitWorkers } from '../../src/chemistry/rdkit-workers.js';
import { Job } from '../../src/job.js';
import { Shared } from '../../src/shared.js';

vi.unmock('../../src/chemistry/pool.js');

const shared = new Shared();
afterEach(() => shared.close());

const fingerprint = parseFingerprint('morgan:bits=1024');
const open = (job: Job, spec = fingerprint) => openPool(spec, job, undefined);

describe('openPool', () => {
  it('pools of one run have the same workers, which outlive them', async () => {
    const start = vi.spyOn(RDKitWorkers.prototype as unknown as { start(): void }, 'start');
    const job = new Job({ threads: 1, shared });
    for (const smiles of ['CCO', 'CCN']) {
      const pool = open(job);
      const { canonical } = await pool.describe([smiles], job);
      expect(canonical).toEqual([smiles]);
      await pool.close();
    }
    expect(start).toHaveBeenCalledTimes(1);
    // Of another fingerprint they are others.
    const other = open(job, parseFingerprint('morgan:bits=512'));
    expect((await other.describe(['CCO'], job)).words.length).toBe(16);
    await other.close();
    expect(start).toHaveBeenCalledTimes(2);
    start.mockRestore();
  });

  it('a pool of its own ends its workers', async () => {
    const close = vi.spyOn(RDKitWorkers.prototype, 'close');
    await open(new Job({ threads: 1 })).close();
    expect(close).toHaveBeenCalledTimes(1);
    close.mockClear();
    await open(new Job({ threads: 1, shared })).close();
    expect(close).not.toHaveBeenCalled();
    close.mockRestore();
  });
});

it('four workers at most rest', async () => {
  const workers = new RDKitWorkers(fingerprint);
  const all = Array.from({ length: 6 }, () => ({ end: vi.fn(async () => {}) }));
  for (const one of all) workers.put(one as unknown as RDKitWorker);
  await workers.rest();
  expect(all.map(({ end }) => end.mock.calls.length)).toEqual([0, 0, 0, 0, 1, 1]);
  expect(await workers.take()).toBe(all[3]);
});
