import type { Description } from '../src/chemistry/describe.js';
import type { ChemistryPool } from '../src/chemistry/pool.js';

type Pools = typeof import('../src/chemistry/pool.js');

/** How many pools stay after a file of tests. */
const KEPT = 4;
/** Pools, and what ends their workers; the one that was used last is the last. */
const shared = new Map<
  string,
  { readonly pool: ChemistryPool; readonly close: () => Promise<void> }
>();

/** Tables of so many structures at most are described once. */
const MOST_STRUCTURES = 1000;
const MOST_DESCRIPTIONS = 100;

/** A pool's `describe`, which answers the same question about a small table from memory. */
function describeOnce(pool: ChemistryPool): ChemistryPool['describe'] {
  const describe = pool.describe.bind(pool);
  const known = new Map<string, Description>();
  return async (smiles, job, options = {}) => {
    if (smiles.length > MOST_STRUCTURES) return describe(smiles, job, options);
    job?.check();
    const question = JSON.stringify([smiles, options]);
    const found = known.get(question);
    const description = found ?? (await describe(smiles, job, options));
    if (found) job?.progress.advance(smiles.length);
    known.delete(question);
    if (description.failures === 0) known.set(question, structuredClone(description));
    for (const old of [...known.keys()].slice(0, -MOST_DESCRIPTIONS)) known.delete(old);
    return description;
  };
}

/**
 * `chemistry/pool.js`, for `vi.mock`, with pools that outlive the run they are made for, one for each fingerprint and number
 * of threads: starting RDKit for each of many runs, and describing one table again and again, takes longer than all else.
 */
export async function withSharedPools(original: () => Promise<unknown>): Promise<Pools> {
  const actual = (await original()) as Pools;
  const { computedBy, ownOf } = await import('../src/chemistry/own-fingerprints/index.js');
  const ChemistryPool = new Proxy(actual.ChemistryPool, {
    construct(target, args) {
      const { threads, stallMs, cache } = args[1] ?? {};
      const kind = JSON.stringify([computedBy(args[0]).spec, threads, stallMs]);
      const found = shared.get(kind) ?? opened(Reflect.construct(target, args));
      shared.delete(kind);
      shared.set(kind, found);
      // Each run has its own cache, and its own fingerprints.
      return Object.assign(found.pool, { cache, own: ownOf(args[0]) });
    },
  });
  return { ...actual, ChemistryPool };
}

function opened(pool: ChemistryPool) {
  const close = pool.close.bind(pool);
  return {
    pool: Object.assign(pool, { describe: describeOnce(pool), close: async () => {} }),
    close,
  };
}

/** Ends the workers of all pools but those that were used last; no run may be under way. */
export async function endOldPools(): Promise<void> {
  for (const [kind, { close }] of [...shared].slice(0, -KEPT)) {
    shared.delete(kind);
    await close();
  }
}
