import { TanimarkError } from '../errors.js';
import { compareRational, parseRational, type Rational, toNumber } from '../rational.js';
import { optionValue } from '../spelling.js';

export const DEFAULT_BINS = '0,1/3,2/3,1';
export const MAX_BINS = 50;

/**
 * Bins of similarity: half-open ranges `[low, high)` between ascending edges from 0 to 1, the
 * last one closed. A similarity is a ratio of whole numbers and is compared with an edge exactly.
 */
export class SimilarityBins {
  /** Number of bins, one less than edges. */
  readonly count: number;
  /** `[0, 1/3)`, …, `[2/3, 1]`. */
  readonly labels: readonly string[];

  /** @param texts the edges as they were written */
  constructor(
    readonly edges: readonly Rational[],
    readonly texts: readonly string[],
  ) {
    this.count = edges.length - 1;
    this.labels = binLabels(texts);
  }

  /** The bin of the similarity `intersection / union`; 0/0, two empty fingerprints, counts as 1, as in RDKit. */
  of(intersection: number, union: number): number {
    if (union === 0) return this.count - 1;
    let bin = this.count - 1;
    while (bin > 0 && intersection * this.edges[bin].den < this.edges[bin].num * union) bin--;
    return bin;
  }

  /**
   * The bin of a similarity of two whole numbers that was divided already. Edges have at most nine
   * digits, so that no two different ratios are the same double.
   */
  ofNumber(similarity: number): number {
    let bin = this.count - 1;
    while (bin > 0 && similarity < this.low(bin)) bin--;
    return bin;
  }

  /** Whether the other bins have the same edges, however they are written. */
  equals(other: SimilarityBins): boolean {
    return (
      this.count === other.count &&
      this.edges.every((edge, i) => compareRational(edge, other.edges[i]) === 0)
    );
  }

  low(bin: number): number {
    return toNumber(this.edges[bin]);
  }

  high(bin: number): number {
    return toNumber(this.edges[bin + 1]);
  }
}

/** Labels of the bins between these edges: `[0, 1/3)`, `[1/3, 1]`. */
export function binLabels(edges: readonly string[]): string[] {
  const last = edges.length - 2;
  return edges.slice(1).map((high, b) => `[${edges[b]}, ${high}${b === last ? ']' : ')'}`);
}

/**
 * Reads edges such as `0,1/3,2/3,1`.
 *
 * @throws TanimarkError (usage) unless they ascend from 0 to 1 and make 1 to 50 bins
 */
export function parseBins(text: string): SimilarityBins {
  const texts = text.split(',').map((edge) => edge.trim());
  const edges = texts.map((edge) => parseRational(edge, optionValue('bins', text)));
  const wrong = (what: string) =>
    new TanimarkError(
      'usage',
      `${optionValue('bins', text)}: ${what}; the default is ${DEFAULT_BINS}`,
    );
  if (edges.length < 2) throw wrong('at least two edges are needed');
  if (edges.length - 1 > MAX_BINS) throw wrong(`at most ${MAX_BINS} bins are possible`);
  const last = edges[edges.length - 1];
  if (edges[0].num !== 0 || last.num !== last.den) {
    throw wrong('the edges must start at 0 and end at 1');
  }
  for (let i = 1; i < edges.length; i++) {
    if (compareRational(edges[i - 1], edges[i]) >= 0) throw wrong('the edges must ascend');
  }
  return new SimilarityBins(edges, texts);
}
