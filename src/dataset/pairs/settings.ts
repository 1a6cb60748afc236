import { DEFAULT_SEQUENCE_FINGERPRINT } from './sequences.js';
import type { PairOptions, PairTable } from './types.js';

/** How the pairs of a table were read; where rows are molecules because that was said, that. */
export function pairSettings(
  pairs: PairTable | null,
  options: Omit<PairOptions, 'standardize'>,
): PairOptions {
  if (!pairs) return { partner: options.partner };
  const { partnerFingerprint = DEFAULT_SEQUENCE_FINGERPRINT, drugs, targets } = options;
  return {
    partner: pairs.partners.column,
    partnerKind: options.targetSimilarity === undefined ? pairs.kind : undefined,
    partnerFingerprint: pairs.kind === 'sequence' ? partnerFingerprint : undefined,
    drugs,
    targets,
    targetSimilarity: options.targetSimilarity,
  };
}
