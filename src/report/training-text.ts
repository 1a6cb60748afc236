import type { FoldSize } from '../evaluation/types.js';
import { count, plural } from '../text.js';

/** `232 training molecules`, or `186 to 190 training molecules in each of 5 folds`. */
export function trainingText(
  { molecules, pairs }: { readonly molecules: number; readonly pairs?: number },
  folds: readonly FoldSize[] | undefined,
): string {
  const what = pairs === undefined ? 'training molecule' : 'training pair';
  if (!folds) return plural(pairs ?? molecules, what);
  const sizes = folds.map(({ train }) => train.molecules);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const range = low === high ? '' : `${count(low)} to `;
  return `${range}${plural(high, what)} in each of ${folds.length} folds`;
}
