import { TanimarkError } from '../../errors.js';
import { compareRational, parseRational, type Rational } from '../../rational.js';
import { MILLIONTHS } from '../../similarity/summed.js';
import { optionName, optionValue } from '../../spelling.js';
import { count, plural } from '../../text.js';
import { sizeReason } from '../sizes.js';
import {
  type Assignment,
  type Molecules,
  type SplitContext,
  type Splitter,
  TEST,
  TRAIN,
  VALID,
} from '../splitter.js';
import { type Clusters, makeClusters } from './blocks.js';
import { blocksOf, classesOf, goalOf } from './goal.js';
import { type Blocks, type Goal, Partition } from './partition.js';
import { type Divided, divideBlocks } from './search.js';

interface Options {
  readonly threshold: Rational;
  readonly clusters: number;
  readonly 'balance-label': boolean;
  readonly 'label-tolerance': Rational;
}

/** Clusters are compared in a matrix of doubles, clusters × clusters. */
const MOST_CLUSTERS = 4000;

/**
 * Whole clusters, assigned so that the summed similarity of all pairs across the split is small, and the proof
 * how small it can be. All pairs count, as in DataSAIL, where clusters are fewer, the similarity of two clusters is
 * their mean, and a solver for mixed-integer programs decides.
 */
export const leakageMinimal: Splitter = {
  name: 'leakage-minimal',
  purpose: 'distance',
  summary:
    'clusters stay whole, and the summed similarity between training and test is minimized; reports a bound on the distance from the optimum',
  reference:
    'Joeres, Blumenthal and Kalinina, Data splitting to avoid information leakage with DataSAIL, Nat. Commun. 2025',
  options: [
    {
      name: 'threshold',
      placeholder: '<similarity>',
      default: '0.4',
      summary: 'smallest similarity of a molecule to the center of its cluster (Butina)',
      parse: parseThreshold,
    },
    {
      name: 'clusters',
      placeholder: '<n>',
      default: '1500',
      summary: 'largest number of clusters; the smallest are joined to the others',
      parse: parseClusters,
    },
    {
      name: 'balance-label',
      placeholder: '',
      default: 'false',
      summary: 'keep the share of each class (numeric labels: of each quartile) equal in every set',
      parse: (text) => text === 'true',
    },
    {
      name: 'label-tolerance',
      placeholder: '<share>',
      default: '0.01',
      summary:
        "for balanced labels: largest difference between a class's share in a set and its share in all molecules",
      parse: parseTolerance,
      idleWithout: (options) =>
        options['balance-label'] ? undefined : optionName('balance-label'),
    },
  ],
  usesSeed: true,
  usesLabels: (options) => options['balance-label'] === true,
  usesNeighbors: true,

  async split(molecules, context) {
    const { sizes } = context;
    const valid = sizes.valid > 0;
    const { clusters, divided, notes, diagnostics } = await divide(
      molecules,
      context,
      valid ? [sizes.valid, sizes.test] : [sizes.test],
    );
    const codes = valid ? [TRAIN, VALID, TEST] : [TRAIN, TEST];
    const subset = Uint8Array.from(clusters.of, (c) => codes[divided.part[c]]);
    return withSizes({ subset, clusters: clusters.of, notes, diagnostics }, context, sizes);
  },

  async folds(molecules, context, sizes) {
    const whole = sizes.reduce((sum, size) => sum + size, 0) === context.units.total;
    const { clusters, divided, notes, diagnostics } = await divide(
      molecules,
      context,
      whole ? sizes.slice(1) : sizes,
    );
    return sizes.map((size, f) => {
      const own = whole ? f : f + 1;
      const subset = Uint8Array.from(clusters.of, (c) => (divided.part[c] === own ? TEST : TRAIN));
      const fold = { subset, clusters: clusters.of, notes, diagnostics };
      return withSizes(fold, context, { test: size, valid: 0 });
    });
  },
};

/** @param sizes of all parts but the first */
async function divide(molecules: Molecules, context: SplitContext, sizes: readonly number[]) {
  const { units, memory, random, job } = context;
  const options = context.options as unknown as Options;
  const classOf = options['balance-label'] ? classesOf(molecules) : null;
  const clusters = await makeClusters(
    molecules.fingerprints,
    units,
    { threshold: options.threshold, most: options.clusters, memory },
    job,
  );
  const blocks = blocksOf(clusters, units, classOf);
  const goal = goalOf(blocks, sizes, options['label-tolerance']);
  job.progress.start('assigning clusters', 0);
  const divided = await job.inSteps(divideBlocks(blocks, goal, random));
  job.progress.finish();
  return { clusters, divided, ...describe(clusters, blocks, goal, divided) };
}

/** The result in numbers and in words. */
function describe(clusters: Clusters, blocks: Blocks, goal: Goal, { part, cut, bound }: Divided) {
  const { similarity, count: n, of } = clusters;
  const parts = goal.sizes.length;
  const molecules = new Array<number>(parts).fill(0);
  for (const c of of) molecules[part[c]]++;
  const pairs = (m: number) => (m * (m - 1)) / 2;
  const within = molecules.reduce((sum, m) => sum + pairs(m), 0);
  let all = 0;
  for (let c = 0; c < n; c++) for (let d = 0; d <= c; d++) all += similarity[c * n + d];
  const across = cut / MILLIONTHS;
  const diagnostics = {
    clusters: n,
    cross_similarity: across,
    cross_similarity_bound: bound / MILLIONTHS,
    gap: cut === 0 ? 0 : (cut - bound) / cut,
    mean_cross_similarity: across / (pairs(of.length) - within),
    mean_similarity: all / MILLIONTHS / pairs(of.length),
  };
  const { mean_cross_similarity: mean, mean_similarity: usual, gap } = diagnostics;
  // With a validation set, or folds, each pair of sets counts.
  const sets = parts === 2 ? 'train-test pairs' : 'pairs of molecules in different sets';
  const notes = [
    `the mean similarity over all ${sets} (not the mean max similarity) is ${mean.toFixed(4)}; over all pairs of molecules it is ${usual.toFixed(4)}. For these ${plural(n, 'cluster')} and set sizes, no split has a ${gap > 0 ? `sum of similarities more than ${(Math.ceil(gap * 1000) / 10).toFixed(1)}% lower` : 'lower sum of similarities'} (proven)`,
  ];
  const missed = new Partition(blocks, goal, part).missedClasses;
  if (missed > 0) {
    notes.push(
      `${optionName('balance-label')}: class shares miss ${optionName('label-tolerance')} by ${plural(missed, 'molecule')}, because clusters are never divided; raise ${optionName('label-tolerance')}, or raise ${optionName('threshold')} for smaller clusters`,
    );
  }
  return { diagnostics, notes };
}

/** An assignment with the reason why sizes are not those asked for, if they are not. */
function withSizes(
  assignment: Assignment,
  { units }: SplitContext,
  asked: { test: number; valid: number },
): Assignment {
  const got = { test: 0, valid: 0 };
  assignment.subset.forEach((code, m) => {
    if (code === TEST) got.test += units.weight[m];
    if (code === VALID) got.valid += units.weight[m];
  });
  const reason = sizeReason(asked, got, 'clusters are never divided');
  return { ...assignment, ...(reason ? { sizeReason: reason } : {}) };
}

function parseThreshold(text: string): Rational {
  const value = parseRational(text, optionValue('threshold', text));
  if (value.num === 0 || compareRational(value, { num: 1, den: 1 }) > 0) {
    throw new TanimarkError(
      'usage',
      `${optionValue('threshold', text)}: give a similarity above 0, at most 1`,
    );
  }
  return value;
}

function parseClusters(text: string): number {
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  if (value < 2 || value > MOST_CLUSTERS) {
    throw new TanimarkError(
      'usage',
      `${optionValue('clusters', text)}: give a whole number from 2 to ${count(MOST_CLUSTERS)}`,
    );
  }
  return value;
}

function parseTolerance(text: string): Rational {
  const value = parseRational(text, optionValue('label-tolerance', text));
  if (compareRational(value, { num: 1, den: 1 }) > 0) {
    throw new TanimarkError(
      'usage',
      `${optionValue('label-tolerance', text)}: give a share from 0 to 1`,
    );
  }
  return value;
}
