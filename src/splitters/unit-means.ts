import type { Units } from './units.js';

/** The mean of each unit's molecules that have a value (not NaN); NaN where none has. */
export function unitMeans({ count, offsets, members }: Units, values: Float64Array): Float64Array {
  return Float64Array.from({ length: count }, (_, u) => {
    const own = Array.from(members.subarray(offsets[u], offsets[u + 1]), (m) => values[m]);
    const known = own.filter((value) => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
