import type { FoldSize } from '../evaluation/types.js';
import { count, plural } from '../text.js';

/** `232 training molecules`, or `186 to 190 training molecules in each of 5 folds`. */
export function trainingText(
  { molecules }: { readonly molecules: number },
  folds: readonly FoldSize[] | undefined,
): string {
  if (!folds) return plural(molecules, 'training molecule');
  const sizes = folds.map(({ train }) => train.molecules);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const range = low === high ? '' : `${count(low)} to `;
  return `${range}${plural(high, 'training molecule')} in each of ${folds.length} folds`;
}
