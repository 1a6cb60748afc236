import { rowAmount } from '../../audit/limits.js';
import { exceeds, type InvalidShare, shareText } from '../invalid-share.js';
import { CheckFailure } from './failure.js';

/**
 * A file whose structures cannot be read is another file than it was meant to be: what is left of it says nothing.
 *
 * @param maxInvalid the most rows, or the largest share of them
 * @throws CheckFailure (invalid_structures)
 */
export function checkInvalid(shares: readonly InvalidShare[], maxInvalid: string): void {
  const most = rowAmount(maxInvalid, '--max-invalid', 'rows');
  const worst = shares.find((share) => exceeds(share, most));
  if (!worst) return;
  throw new CheckFailure(
    'invalid_structures',
    `${shareText(worst)}; at most ${maxInvalid} may: fix the file, name its column of structures with \`smiles\`, or raise \`maxInvalid\``,
  );
}
