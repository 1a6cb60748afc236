import type { FoldSize } from '../evaluation/types.js';
import { count, plural } from '../text.js';

/** `226 test rows of 224 molecules`; without the molecules where each row is one. @param train whose rows are pairs where it has any */
export function testRowsText({
  n,
  molecules,
  train,
}: {
  n: number;
  molecules: number;
  train: { readonly pairs?: number };
}): string {
  const of = train.pairs === undefined ? 'molecule' : 'pair';
  return `${plural(n, 'test row')}${molecules === n ? '' : ` of ${plural(molecules, of)}`}`;
}

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
