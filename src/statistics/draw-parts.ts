import type { Division } from '../metrics/sample.js';
import { jackknifeParts, type Units } from './resampling.js';

/**
 * The parts that a jackknife of a bootstrap draw leaves out. As of the sample itself, a part is one of the drawn units, or
 * one of random parts of equal size where there are more units than parts; what was drawn twice is two units. The memory
 * is used again for the next draw.
 */
export class DrawParts {
  private readonly rowStarts: Int32Array;
  private readonly rows: Int32Array;
  private readonly starts: Int32Array;
  private readonly copies: Int32Array;
  private readonly times: Int32Array;
  /** Where each drawn unit, counted in the order of units, stands among the copies; null where each is its own part. */
  private readonly places: Int32Array | null;

  /** @param partOf part of each unit in the jackknife of the sample: here of each drawn unit */
  constructor(
    private readonly units: Units,
    partOf: Int32Array,
  ) {
    const { count, of } = units;
    const parts = jackknifeParts(count);
    ({ starts: this.rowStarts, places: this.rows } = grouped(of, count));
    this.copies = new Int32Array(count);
    this.times = new Int32Array(parts).fill(1);
    const isOwn = parts === count;
    const byPart = grouped(partOf, parts);
    this.starts = isOwn ? Int32Array.from({ length: count + 1 }, (_, p) => p) : byPart.starts;
    this.places = isOwn ? null : inverse(byPart.places);
  }

  /** The parts of a draw. @param drawn how often each unit was */
  of(drawn: Int32Array): Division {
    const { copies, times, places, starts, rowStarts, rows } = this;
    let k = 0;
    for (let u = 0; u < this.units.count; u++) {
      if (drawn[u] === 0) continue;
      if (places) for (let c = 0; c < drawn[u]; c++) copies[places[k++]] = u;
      else {
        copies[k] = u;
        times[k++] = drawn[u];
      }
    }
    return { parts: places ? starts.length - 1 : k, starts, copies, times, rowStarts, rows };
  }
}

/** The places of each of `count` numbers in a list, and where they start. */
function grouped(list: Int32Array, count: number): { starts: Int32Array; places: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < list.length; i++) starts[list[i] + 1]++;
  for (let c = 0; c < count; c++) starts[c + 1] += starts[c];
  const next = starts.slice();
  const places = new Int32Array(list.length);
  for (let i = 0; i < list.length; i++) places[next[list[i]]++] = i;
  return { starts, places };
}

function inverse(permutation: Int32Array): Int32Array {
  const out = new Int32Array(permutation.length);
  for (let i = 0; i < out.length; i++) out[permutation[i]] = i;
  return out;
}
