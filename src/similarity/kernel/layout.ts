/** Fields of the kernel's `Layout`, 32 bits each, in its order (`assembly/index.ts`). */
const LAYOUT = [
  'count',
  'stride',
  'bits',
  'tileSize',
  'tiles',
  'frontBytes',
  'rows',
  'fronts',
  'onBits',
  'ids',
  'starts',
  'postings',
  'firstWith',
  'queries',
  'queryBits',
  'need',
  'fewest',
  'most',
] as const;

/** Fields of the kernel's `Scratch`, likewise. */
const SCRATCH = ['counters', 'list', 'mask', 'lanes', 'best', 'counts', 'out', 'capacity'] as const;

/** Addresses, in bytes, and numbers; described in `assembly/index.ts`. */
export type Layout = Readonly<Record<(typeof LAYOUT)[number], number>>;
export type Scratch = Readonly<Record<(typeof SCRATCH)[number], number>>;

/** References of a tile: its counters, a byte each, fit into the nearest cache of a core. */
export const TILE = 16_384;

/** The most nearest references that the kernel keeps in order; more are found by a join. */
export const MAX_NEAREST = 256;
/** Bytes of one of them: overlap, union and id. */
export const BEST_BYTES = 12;

/** Bytes of every row's first bits that lie close together: the 256 most frequent bits. */
const FRONT_BYTES = 32;
/** The most queries of one call. */
export const MAX_QUERIES = 4096;
/** Bytes for the results of one call. */
const OUT_BYTES = 4 * 1024 * 1024;
const PAGE = 65_536;
/** 4 GiB, all that can be addressed. */
const MAX_PAGES = 65_536;

/** Layout of the memory that all threads share. */
export interface MemoryPlan {
  readonly layout: Layout;
  readonly layoutAt: number;
  /** Address of each thread's `Scratch`. */
  readonly scratchAt: readonly number[];
  readonly scratch: readonly Scratch[];
  readonly pages: number;
}

/**
 * @param sizes.onBits on-bits of all references together
 * @param sizes.width 32-bit words of a fingerprint
 * @param sizes.queryRoom queries that there shall be room for; 0 where the references are the queries
 * @returns `undefined` where it would take more memory than WebAssembly can address
 */
export function planMemory(sizes: {
  readonly count: number;
  readonly width: number;
  readonly onBits: number;
  readonly queryRoom: number;
  readonly threads: number;
}): MemoryPlan | undefined {
  const { count, width, queryRoom, threads } = sizes;
  const stride = Math.ceil(width / 4) * 16;
  const bits = width * 32;
  const tiles = Math.ceil(count / TILE);
  const frontBytes = Math.min(FRONT_BYTES, stride);
  let end = 1024;
  const room = (bytes: number) => {
    const at = end;
    // A little more, because the kernel reads whole vectors; aligned to a line of the cache.
    end = Math.ceil((at + bytes + 16) / 64) * 64;
    return at;
  };
  const layoutAt = room(LAYOUT.length * 4);
  const rows = room(count * stride);
  const onBits = room(count * 2);
  const layout: Layout = {
    count,
    stride,
    bits,
    tileSize: TILE,
    tiles,
    frontBytes,
    rows,
    fronts: room(count * frontBytes),
    onBits,
    ids: room(count * 4),
    starts: room(tiles * (bits + 1) * 4),
    postings: room(sizes.onBits * 2),
    firstWith: room((bits + 2) * 4),
    queries: queryRoom > 0 ? room(queryRoom * stride) : rows,
    queryBits: queryRoom > 0 ? room(queryRoom * 2) : onBits,
    need: room((2 * bits + 1) * 2),
    fewest: room((bits + 1) * 2),
    most: room((bits + 1) * 2),
  };
  const scratchAt: number[] = [];
  const scratch: Scratch[] = [];
  for (let t = 0; t < threads; t++) {
    scratchAt.push(room(SCRATCH.length * 4));
    scratch.push({
      counters: room(TILE),
      list: room(bits * 2),
      mask: room(frontBytes),
      lanes: room(16),
      best: room(MAX_NEAREST * BEST_BYTES),
      counts: room(MAX_QUERIES * 2),
      out: room(OUT_BYTES),
      capacity: OUT_BYTES,
    });
  }
  const pages = Math.ceil(end / PAGE);
  if (pages > MAX_PAGES) return undefined;
  return { layout, layoutAt, scratchAt, scratch, pages };
}

/** Writes the plan into the memory it was made for. */
export function writePlan(memory: WebAssembly.Memory, plan: MemoryPlan): void {
  const words = new Uint32Array(memory.buffer);
  words.set(
    LAYOUT.map((field) => plan.layout[field]),
    plan.layoutAt / 4,
  );
  plan.scratch.forEach((scratch, t) => {
    words.set(
      SCRATCH.map((field) => scratch[field]),
      plan.scratchAt[t] / 4,
    );
  });
}
