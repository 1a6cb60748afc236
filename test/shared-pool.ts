import type { ChemistryPool } from '../src/chemistry/pool.js';

type Pool = typeof ChemistryPool;

/**
 * A pool that outlives the run it is made for, one for each fingerprint: starting RDKit for each of thousands of runs
 * would take hours. In place of `ChemistryPool`, with what ends its workers.
 */
export function sharing(Original: Pool): { SharedPool: Pool; closeShared: () => Promise<void> } {
  const shared = new Map<string, ChemistryPool>();
  const SharedPool = new Proxy(Original, {
    construct(target, args) {
      const { spec } = args[0];
      const before = shared.get(spec);
      if (before) return before;
      const pool: ChemistryPool = Reflect.construct(target, args);
      shared.set(spec, pool);
      pool.close = async () => {};
      return pool;
    },
  });
  return {
    SharedPool,
    async closeShared() {
      for (const pool of shared.values()) await Original.prototype.close.call(pool);
      shared.clear();
    },
  };
}
