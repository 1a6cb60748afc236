import type { TrainingSide } from '../../evaluation/test-set/folds.js';
import type { Job } from '../../job.js';
import type { Random } from '../../random.js';
import { fingerprintsOf } from '../../similarity/compared.js';
import { selectFingerprints } from '../../similarity/fingerprints.js';
import { searchNeighbors } from '../../similarity/search.js';

/** Bins of 0.05. */
export const HISTOGRAM_EDGES = Array.from({ length: 21 }, (_, i) => i / 20);

/** Training molecules whose nearest other one is looked for, at most. */
const MOST = 5000;

/** Similarity of training molecules, of many a random sample, to the nearest other training molecule. @throws AbortedError */
export async function nearestWithin(
  { compared }: Pick<TrainingSide, 'compared'>,
  random: Random,
  job: Job,
): Promise<Float64Array> {
  const all = fingerprintsOf(compared);
  if (all.count < 2) return new Float64Array(0);
  const order = random.shuffle(Int32Array.from({ length: all.count }, (_, m) => m));
  const chosen = order.slice(0, MOST).sort();
  job.progress.start('nearest neighbors in training', chosen.length, 'molecules');
  const { offsets, indices, intersections, unions } = await searchNeighbors(
    selectFingerprints(all, chosen),
    all,
    { k: 2 },
    job,
  );
  job.progress.finish();
  return Float64Array.from(chosen, (own, q) => {
    // Itself may stand after an equal one.
    let k = offsets[q];
    if (indices[k] === own) k++;
    return unions[k] === 0 ? 1 : intersections[k] / unions[k];
  });
}
