type Pools = typeof import('../src/chemistry/pool.js');

/** How many pools stay after a file of tests. */
const KEPT = 4;
/** Pools, and what ends their workers; the one that was used last is the last. */
const shared = new Map<
  string,
  { readonly pool: InstanceType<Pools['ChemistryPool']>; readonly close: () => Promise<void> }
>();

/**
 * `chemistry/pool.js`, for `vi.mock`, with pools that outlive the run they are made for, one for each fingerprint and number
 * of threads: starting RDKit for each of many runs takes longer than all else.
 */
export async function withSharedPools(original: () => Promise<unknown>): Promise<Pools> {
  const actual = (await original()) as Pools;
  const { computedBy, ownOf } = await import('../src/chemistry/own-fingerprints/index.js');
  const ChemistryPool = new Proxy(actual.ChemistryPool, {
    construct(target, args) {
      const { threads, stallMs, cache } = args[1] ?? {};
      const kind = JSON.stringify([computedBy(args[0]).spec, threads, stallMs]);
      const found = shared.get(kind);
      const pool = found?.pool ?? Reflect.construct(target, args);
      const close = found?.close ?? pool.close.bind(pool);
      shared.delete(kind);
      shared.set(kind, { pool, close });
      // Each run has its own cache, and its own fingerprints.
      return Object.assign(pool, { cache, own: ownOf(args[0]), close: async () => {} });
    },
  });
  return { ...actual, ChemistryPool };
}

/** Ends the workers of all pools but those that were used last; no run may be under way. */
export async function endOldPools(): Promise<void> {
  for (const [kind, { close }] of [...shared].slice(0, -KEPT)) {
    shared.delete(kind);
    await close();
  }
}
