import { afterAll } from 'vitest';

type Pools = typeof import('../src/chemistry/pool.js');

const shared = new Map<string, InstanceType<Pools['ChemistryPool']>>();
const closings: (() => Promise<void>)[] = [];

// Here, and not where pools are made: the module may be loaded in the midst of a test.
afterAll(async () => {
  for (const close of closings) await close();
});

/**
 * `chemistry/pool.js`, for `vi.mock`, with pools that outlive the run they are made for, one for each fingerprint and number
 * of threads: starting RDKit for each of many runs takes longer than all else. Their workers end after the tests of the file.
 */
export async function withSharedPools(original: () => Promise<unknown>): Promise<Pools> {
  const actual = (await original()) as Pools;
  const { computedBy, ownOf } = await import('../src/chemistry/own-fingerprints/index.js');
  const ChemistryPool = new Proxy(actual.ChemistryPool, {
    construct(target, args) {
      const { threads, stallMs, cache } = args[1] ?? {};
      const kind = JSON.stringify([computedBy(args[0]).spec, threads, stallMs]);
      const before = shared.get(kind);
      // Each run has its own cache, and its own fingerprints.
      if (before) return Object.assign(before, { cache, own: ownOf(args[0]) });
      const pool = Reflect.construct(target, args);
      shared.set(kind, pool);
      const close = pool.close.bind(pool);
      closings.push(close);
      pool.close = async () => {};
      return pool;
    },
  });
  return { ...actual, ChemistryPool };
}
