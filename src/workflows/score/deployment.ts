import type { GroupScores } from '../../evaluation/bootstrap/index.js';
import type { Library } from '../../evaluation/strata/library.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import type { Deployment } from './types.js';

/** The result as it is reported. @param isPooled whether strata were pooled by the errors of a model */
export function describeDeployment(
  { path, sha256, molecules, shares }: Library,
  bins: SimilarityBins,
  measured: readonly boolean[],
  isPooled: boolean,
  scores: GroupScores | null,
): Deployment {
  const metrics = [...(scores ?? [])].map(([source, group]) => [source, group.metrics] as const);
  return {
    path,
    sha256,
    molecules,
    strata: bins.labels.map((bin, b) => ({ bin, share: shares[b], measured: measured[b] })),
    outside: shares.reduce((sum, share, b) => sum + (measured[b] ? 0 : share), 0),
    method: isPooled ? 'isotonic_strata' : 'strata',
    metrics: Object.fromEntries(metrics),
  };
}
