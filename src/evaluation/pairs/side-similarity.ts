import { assertInvariant } from '../../errors.js';
import type { Job } from '../../job.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { TwoSided } from '../../similarity/two-sided/index.js';
import type { Grouping } from '../strata/strata.js';
import type { TestSet } from '../test-set/test-set.js';

/** The grouping of pairs by the similarity of each side, as users call it. */
export const SIDES = 'sides';

/**
 * Test rows by the bin of their drug's max similarity to the training drugs, and that of their partner's to the training
 * partners: bins × bins values, drugs first.
 */
export async function sidesGrouping(
  { table, records, train, folds }: TestSet,
  bins: SimilarityBins,
  job: Job,
): Promise<Grouping> {
  const { pairs, set } = table;
  assertInvariant(pairs !== null, 'molecules have no sides');
  const of = new Int32Array(records.length);
  for (const { rows, train: own } of folds ?? [{ rows: records.map((_, i) => i), train }]) {
    const trained = own.compared;
    assertInvariant(trained instanceof TwoSided, 'pairs were compared with molecules');
    const [drugs, partners] = await Promise.all(
      (['drugs', 'partners'] as const).map((side) =>
        pairs.compared.sideSimilarities(side, trained, job),
      ),
    );
    for (const i of rows) {
      const pair = set.moleculeOf[records[i]];
      const drug = bins.ofNumber(drugs[pairs.drugs.of[pair]]);
      of[i] = drug * bins.count + bins.ofNumber(partners[pairs.partners.of[pair]]);
    }
  }
  const values = bins.labels.flatMap((drug) =>
    bins.labels.map((partner) => `${drug} × ${partner}`),
  );
  return { by: SIDES, values, of };
}
