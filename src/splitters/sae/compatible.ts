import type { LevelGraph } from './level-graph.js';

/** Words compared at most: about half a second. */
const MAX_WORK = 300_000_000;

/**
 * An upper bound on the number of molecules (those marked, or all) that can be in one set with all their neighbors
 * if that set, neighbors included, has at most `room` molecules: any two of them must fit together,
 * |N[a] ∪ N[b]| ≤ room, so they are a clique in the graph of pairs that do, and a clique has
 * at most one molecule more than that graph's degeneracy (Matula and Beck, J. ACM 30 (1983) 417).
 * It says something where neighborhoods are large, as at low similarities.
 *
 * @returns infinity where there are too many molecules to compare
 */
export function mostCompatible(
  { count, offsets, neighbors }: LevelGraph,
  room: number,
  counted: Uint8Array | null,
): number {
  const candidates: number[] = [];
  for (let m = 0; m < count; m++) {
    if (offsets[m + 1] - offsets[m] + 1 <= room && counted?.[m] !== 0) candidates.push(m);
  }
  const n = candidates.length;
  const width = (count + 31) >>> 5;
  if ((n * n * width) / 2 > MAX_WORK) return Number.POSITIVE_INFINITY;
  const sets = new Uint32Array(n * width);
  candidates.forEach((m, i) => {
    const mark = (k: number) => {
      sets[i * width + (k >>> 5)] |= 1 << (k & 31);
    };
    mark(m);
    for (let e = offsets[m]; e < offsets[m + 1]; e++) mark(neighbors[e]);
  });
  const fits = new Uint8Array(n * n);
  const degrees = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (sizeBeside(sets, i * width, sets, j * width, width) > room) continue;
      fits[i * n + j] = fits[j * n + i] = 1;
      degrees[i]++;
      degrees[j]++;
    }
  }
  if (n === 0) return 0;
  return degeneracy(fits, degrees) + 1;
}

/** Size of the union of two sets. */
function sizeBeside(
  first: Uint32Array,
  a: number,
  second: Uint32Array,
  b: number,
  width: number,
): number {
  let size = 0;
  for (let w = 0; w < width; w++) {
    let v = first[a + w] | second[b + w];
    v -= (v >>> 1) & 0x55555555;
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
    size += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return size;
}

/** The largest of the smallest degrees met when the vertex of smallest degree is taken away, again and again. */
function degeneracy(adjacent: Uint8Array, degrees: Int32Array): number {
  const n = degrees.length;
  const gone = new Uint8Array(n);
  let largest = 0;
  for (let k = 0; k < n; k++) {
    let least = -1;
    for (let i = 0; i < n; i++) {
      if (gone[i] === 0 && (least < 0 || degrees[i] < degrees[least])) least = i;
    }
    largest = Math.max(largest, degrees[least]);
    gone[least] = 1;
    for (let j = 0; j < n; j++) degrees[j] -= adjacent[least * n + j];
  }
  return largest;
}
