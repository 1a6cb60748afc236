import { parseFingerprint } from '../../chemistry/fingerprint.js';
import { genericFingerprints } from '../../chemistry/generic.js';
import { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { orderlessMean } from '../../numerics/orderless-mean.js';
import { markCliffs } from '../../similarity/cliffs.js';
import { fingerprintMatrix } from '../../similarity/fingerprints.js';
import { optionName } from '../../spelling.js';
import { plural } from '../../text.js';
import type { EvaluationContext } from '../context.js';
import type { Truths } from '../predictions/targets/types.js';
import { smilesOf } from '../test-set/similarity-to-train.js';
import type { Grouping } from './strata.js';

/** Fingerprint of MoleculeACE; another size marks other molecules. */
const CLIFF_FINGERPRINT = 'morgan:radius=2,bits=1024';

/**
 * Test rows in a MoleculeACE activity cliff, and the rest: a molecule is in a cliff when another one, in training or test, is
 * similar to it and has a potency of more than ten times as much, or less ({@link markCliffs}). Labels are taken as
 * decadic logarithms.
 *
 * @throws TanimarkError (usage) for classes
 */
export async function cliffGrouping(
  target: Truths,
  { test, toTrain, pool }: EvaluationContext,
  job: Job,
  warnings: string[],
): Promise<Grouping> {
  if (target.task !== 'regression') {
    throw new TanimarkError(
      'usage',
      `${optionName('by')} cliff: activity cliffs need numeric potencies, and "${target.name}" holds classes; leave it out`,
      { option: 'by' },
    );
  }
  const { train } = test;
  const own = potencies(target, toTrain.of, toTrain.molecules.length);
  const smiles = [
    ...smilesOf(test.table, toTrain.molecules),
    ...smilesOf(train.table, train.members),
  ].map((text) => text.trim());
  const values = Float64Array.from([...own, ...target.train]);
  // A molecule on both sides is one molecule, not a pair.
  if (train.table === test.table) {
    const position = new Map(Array.from(toTrain.molecules, (m, i) => [m, i]));
    train.members.forEach((m, k) => {
      if (position.has(m)) values[own.length + k] = Number.NaN;
    });
  }
  job.progress.start('finding activity cliffs', smiles.length, 'molecules');
  const cliffPool = new ChemistryPool(parseFingerprint(CLIFF_FINGERPRINT), {
    threads: job.threads,
    cache: pool.cache,
  });
  try {
    const matrix = (words: Uint32Array) => fingerprintMatrix(words, cliffPool.fingerprint.words);
    const { words } = await cliffPool.describe(smiles, job, { canonical: false });
    const marks = await markCliffs(
      {
        fingerprints: matrix(words),
        generic: matrix(await genericFingerprints(smiles, cliffPool, job)),
        smiles,
        potencies: values,
      },
      job,
    );
    const inCliff = marks.filter((mark, i) => mark > 0 && i < own.length).length;
    warnings.push(
      `${plural(inCliff, 'test molecule')} on activity cliffs (MoleculeACE): ≥ 90% similar to a test or training molecule whose label differs more than tenfold ("${target.name}" taken as log10)`,
    );
    const of = toTrain.of.map((m) => (marks[m] > 0 ? 0 : 1));
    return { by: 'cliff', values: ['cliff', 'rest'], of };
  } finally {
    await cliffPool.close();
    job.progress.finish();
  }
}

/** The mean true value of each test molecule. */
function potencies({ truth }: Truths, of: Int32Array, count: number): Float64Array {
  const values: number[][] = Array.from({ length: count }, () => []);
  truth.forEach((y, i) => {
    if (!Number.isNaN(y)) values[of[i]].push(y);
  });
  return Float64Array.from(values, orderlessMean);
}
