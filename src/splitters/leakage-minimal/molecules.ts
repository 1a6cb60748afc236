import { TanimarkError } from '../../errors.js';
import { optionName } from '../../spelling.js';
import { plural } from '../../text.js';
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
import { type Clusters, makeClusters, moleculeItems } from './blocks.js';
import { blocksOf, classesOf, goalOf } from './goal.js';
import { gapText, measure } from './measure.js';
import type { Options } from './options.js';
import { type Blocks, type Goal, Partition } from './partition.js';
import { type Divided, divideBlocks } from './search.js';

/** Splits and folds of molecules. */
export const ofMolecules: Required<Pick<Splitter, 'split' | 'folds'>> = {
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
  if (options['max-discard'] !== null) {
    throw new TanimarkError(
      'usage',
      `${optionName('max-discard')}: leakage-minimal discards no molecules, only pairs whose drug and partner are in different sets; leave it out`,
    );
  }
  const classOf = options['balance-label'] ? classesOf(molecules) : null;
  const clusters = await makeClusters(
    moleculeItems(molecules.fingerprints, context.stored),
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
function describe(clusters: Clusters, blocks: Blocks, goal: Goal, divided: Divided) {
  const parts = goal.sizes.length;
  const diagnostics = measure(clusters, divided, parts);
  const { mean_cross_similarity: mean, mean_similarity: usual, gap } = diagnostics;
  // With a validation set, or folds, each pair of sets counts.
  const sets = parts === 2 ? 'train-test pairs' : 'pairs of molecules in different sets';
  const notes = [
    `the mean similarity over all ${sets} is ${mean.toFixed(4)}, ${gap > 0 ? `at most ${gapText(gap)} above ` : ''}the proven minimum for these set sizes and the ${plural(clusters.count, 'cluster')} that were kept whole. The mean over all pairs of molecules is ${usual.toFixed(4)}`,
  ];
  const missed = new Partition(blocks, goal, divided.part).missedClasses;
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
