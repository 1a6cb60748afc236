import { TanimarkError } from '../../errors.js';
import { type Rational, toNumber } from '../../rational.js';
import { optionName } from '../../spelling.js';
import { count, plural } from '../../text.js';
import { nearestFilling } from '../nearest-sizes.js';
import type { Molecules } from '../splitter.js';
import { subsetSum } from '../subset-sum.js';
import { makeUnits, type Units } from '../units.js';
import type { Clusters } from './blocks.js';
import type { Blocks, Goal } from './partition.js';

/** Classes that numbers are divided into, as many in each as can be. */
const LABEL_BINS = 4;

/** The clusters as blocks, with their weights and, if their shares matter, classes. */
export function blocksOf(
  { count: blocks, of, similarity }: Clusters,
  { weight }: Units,
  classOf: Int32Array | null,
): Blocks {
  const classCount = classOf ? classOf.reduce((most, k) => Math.max(most, k + 1), 0) : 0;
  const weights = new Int32Array(blocks);
  const classes = new Float64Array(blocks * classCount);
  of.forEach((b, m) => {
    weights[b] += weight[m];
    if (classOf && classOf[m] >= 0) classes[b * classCount + classOf[m]] += weight[m];
  });
  return { count: blocks, similarity, weight: weights, classes, classCount };
}

/**
 * Class of each molecule, -1 without a label: inactive or active, or the quarter of the labels that a number is in.
 *
 * @throws TanimarkError (column) without labels
 */
export function classesOf({ labels, labelTask }: Molecules): Int32Array {
  if (!labels) {
    throw new TanimarkError(
      'column',
      `${optionName('balance-label')}: the input has no labels; name their column with ${optionName('label')}`,
    );
  }
  if (labelTask === 'classification') {
    return Int32Array.from(labels, (y) => (Number.isNaN(y) ? -1 : y >= 0.5 ? 1 : 0));
  }
  const known = labels.filter((y) => !Number.isNaN(y)).sort();
  const cuts = Array.from(
    { length: LABEL_BINS - 1 },
    (_, k) => known[Math.ceil(((k + 1) * known.length) / LABEL_BINS)],
  );
  return Int32Array.from(labels, (y) => {
    if (Number.isNaN(y)) return -1;
    return cuts.filter((cut) => y >= cut).length;
  });
}

/** What is clustered and what its clusters are weighed in, for messages. */
export interface GoalWords {
  readonly items: string;
  readonly weighed: string;
}

const MOLECULES: GoalWords = { items: 'molecules', weighed: 'molecules' };

/**
 * The nearest sizes that whole clusters can make, and what each part may have of each class.
 *
 * @param sizes of all parts but the first, which gets the rest
 * @param tolerance by how much the share of a class in a part may be off
 * @throws TanimarkError (target) when there are too few clusters for the parts
 */
export function goalOf(
  blocks: Blocks,
  sizes: readonly number[],
  tolerance: Rational,
  words = MOLECULES,
): Goal {
  const { weight, classes, classCount } = blocks;
  const total = weight.reduce((sum, w) => sum + w, 0);
  const reached = reachedBy(blocks, sizes);
  if (reached === null) throw tooFew(blocks, sizes.length + 1, words);
  const all = [total - reached.reduce((a, b) => a + b, 0), ...reached];
  const least = new Float64Array(all.length * classCount);
  const most = new Float64Array(all.length * classCount);
  for (let k = 0; k < classCount; k++) {
    let inClass = 0;
    for (let b = 0; b < blocks.count; b++) inClass += classes[b * classCount + k];
    all.forEach((size, p) => {
      const share = (inClass * size) / total;
      const room = toNumber(tolerance) * size;
      least[p * classCount + k] = Math.min(Math.floor(share), Math.ceil(share - room));
      most[p * classCount + k] = Math.max(Math.ceil(share), Math.floor(share + room));
    });
  }
  return { sizes: all, least, most };
}

/** The nearest sizes of all parts but the first; null when there are too few clusters. */
function reachedBy({ weight }: Blocks, sizes: readonly number[]): number[] | null {
  const parts = oneByOne(weight, sizes);
  const weightOf = (part: readonly number[]) => part.reduce((sum, b) => sum + weight[b], 0);
  if (sizes.length === 2) {
    const all = Int32Array.from(weight.keys());
    const units = makeUnits(all.length, all, weight);
    const start = { test: parts?.[1] ?? [], valid: parts?.[0] ?? [] };
    const asked = { test: sizes[1], valid: sizes[0] };
    const { test, valid } = nearestFilling(units, all, asked, start);
    if (test.length > 0) return [weightOf(valid), weightOf(test)];
  }
  return parts === null ? null : parts.map(weightOf);
}

/** Clusters of each part, the last part first, as the search fills them; null where nothing is left for one. */
function oneByOne(weight: Int32Array, sizes: readonly number[]): number[][] | null {
  let left = Int32Array.from(weight.keys());
  const parts: number[][] = [];
  for (const size of [...sizes].reverse()) {
    const nearest = subsetSum(left, weight, size);
    // An empty part is of no use: the lightest cluster is the next best.
    const lightest = left.reduce((a, b) => (weight[b] < weight[a] ? b : a), left[0]);
    let chosen = nearest.sum > 0 ? nearest.chosen : [lightest];
    if (chosen.length === left.length) chosen = chosen.filter((b) => b !== lightest);
    if (chosen.length === 0) return null;
    const taken = new Set(chosen);
    parts.unshift(chosen);
    left = left.filter((b) => !taken.has(b));
  }
  return parts;
}

function tooFew(
  { count: blocks, weight }: Blocks,
  parts: number,
  { items, weighed }: GoalWords,
): TanimarkError {
  const largest = weight.reduce((most, w) => Math.max(most, w), 0);
  return new TanimarkError(
    'target',
    `the ${items} form ${plural(blocks, 'cluster')} (the largest has ${count(largest)} ${weighed}), too few or too large for ${count(parts)} sets; raise ${optionName('threshold')} for smaller clusters`,
  );
}
