import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import type { FingerprintMatrix } from '../similarity/fingerprints.js';
import { OneToAll } from '../similarity/one-to-all.js';
import { joinUnits } from './join-units.js';
import { randomFolds, randomSplit } from './random-units.js';
import type { Assignment, Molecules, SplitContext, Splitter } from './splitter.js';
import { thresholdOption } from './threshold-option.js';
import type { Units } from './units.js';

const WHOLE = 'spheres are never divided';

/**
 * Random whole spheres. Again and again a random molecule that is in no sphere is the center of a new one, which takes in all molecules
 * that are in none and at least so similar to the center. Which spheres are test is random, too.
 * The clusters of astartes' `SphereExclusion` (with Tanimoto similarity), which gives the small ones to
 * the test set instead. Molecules near the edges of two spheres may be similar all the same.
 */
export const sphereExclusion: Splitter = {
  name: 'sphere-exclusion',
  purpose: 'series',
  series: 'clusters',
  summary: 'spheres of molecules similar to a center stay whole; random spheres go to test',
  reference: 'Hudson et al., Quant. Struct.-Act. Relat. 15 (1996) 285; astartes',
  options: [
    thresholdOption('0.4', 'smallest similarity of a molecule to the center of its sphere'),
  ],
  usesSeed: true,
  async split(molecules, context) {
    const { spheres, joined } = await inSpheres(molecules, context);
    return described(randomSplit(joined, context.sizes, context.random, WHOLE), spheres);
  },
  async folds(molecules, context, sizes) {
    const { spheres, joined } = await inSpheres(molecules, context);
    const folds = randomFolds(joined, sizes, context.random, WHOLE);
    return folds.map((fold) => described(fold, spheres));
  },
};

async function inSpheres(
  { fingerprints }: Molecules,
  context: SplitContext,
): Promise<{ spheres: Int32Array; joined: Units }> {
  const { units, options, job } = context;
  const order = context.random.shuffle(
    Int32Array.from({ length: fingerprints.count }, (_, m) => m),
  );
  const spheres = await spheresOf(fingerprints, order, options.threshold as Rational, job);
  return { spheres, joined: joinUnits(units, spheres) };
}

/**
 * The sphere of each molecule, numbered in the order of their making.
 *
 * @param order which molecules are tried as centers; each takes what is left
 */
export async function spheresOf(
  matrix: FingerprintMatrix,
  order: Int32Array,
  { num, den }: Rational,
  job: Job,
): Promise<Int32Array> {
  const { count, onBits } = matrix;
  const index = new OneToAll(matrix);
  const sphere = new Int32Array(count).fill(-1);
  let made = 0;
  let done = 0;
  job.progress.start('finding spheres', count, 'molecules');
  for (const center of order) {
    done++;
    if (sphere[center] >= 0) continue;
    index.compare(center);
    for (let m = 0; m < count; m++) {
      const common = index.common[m];
      const either = onBits[center] + onBits[m] - common;
      // Two empty fingerprints are alike: 0 of 0.
      if (sphere[m] < 0 && common * den >= num * either) sphere[m] = made;
    }
    made++;
    if (job.due()) await job.breathe(done);
  }
  job.progress.finish();
  return sphere;
}

function described(assignment: Assignment, spheres: Int32Array): Assignment {
  const number = spheres.reduce((most, s) => Math.max(most, s + 1), 0);
  return { ...assignment, clusters: spheres, diagnostics: { spheres: number } };
}
