import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { VERSION } from '../../version.js';
import { DEMO } from '../options.js';
import { scoreBaselines } from '../score/index.js';
import type { ScoreSummary } from '../score/types.js';
import { split } from '../split/index.js';
import type { SplitSummary } from '../split/types.js';
import type { DemoOptions, DemoSummary } from './types.js';

/** The random split has few molecules of low similarity, which is what is to be seen. */
const SCORING = { minN: 1, baselines: ['train_mean', 'nearest_neighbour'] };

/** Splits the bundled data set at random and by similarity, and scores the baselines on both. */
export async function demo(options: DemoOptions = {}, job = new Job()): Promise<DemoSummary> {
  checkOptions('demo', DEMO, options, job);
  const splits: { split: SplitSummary; score: ScoreSummary }[] = [];
  for (const method of ['random', 'sae']) {
    const result = await split({ input: 'dataset:drugs', method, ...options }, job);
    const score = await scoreBaselines(result, { ...SCORING, ...options }, job);
    splits.push({ split: result.summary, score });
  }
  return { command: 'demo', version: VERSION, splits };
}
