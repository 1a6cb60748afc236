import { afterAll } from 'vitest';

type Pools = typeof import('../src/chemistry/pool.js');

/**
 * `chemistry/pool.js`, for `vi.mock`, with pools that outlive the run they are made for, one for each fingerprint: starting
 * RDKit for each of many runs takes longer than all else. Their workers end after the tests of the file.
 */
export async function withSharedPools(original: () => Promise<unknown>): Promise<Pools> {
  const actual = (await original()) as Pools;
  const shared = new Map<string, InstanceType<Pools['ChemistryPool']>>();
  const ChemistryPool = new Proxy(actual.ChemistryPool, {
    construct(target, args) {
      const { spec } = args[0];
      const before = shared.get(spec);
      if (before) return before;
      const pool = Reflect.construct(target, args);
      shared.set(spec, pool);
      pool.close = async () => {};
      return pool;
    },
  });
  afterAll(async () => {
    for (const pool of shared.values()) await actual.ChemistryPool.prototype.close.call(pool);
  });
  return { ...actual, ChemistryPool };
}
