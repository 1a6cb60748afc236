import { count, plural } from '../../text.js';
import type { SplitSummary } from '../../workflows/split/types.js';

/** `598 molecules`, or `30,056 pairs (68 molecules × 442 sequences, 379 different)`. */
export function inputText({ molecules, pairs }: SplitSummary['input']): string {
  if (!pairs) return `${count(molecules)} molecules`;
  const { partners, different_partners: different, kind } = pairs;
  const what = { sequence: 'sequence', molecule: 'partner molecule', category: 'partner' }[kind];
  const same = different < partners ? `, ${count(different)} different` : '';
  return `${count(pairs.pairs)} pairs (${plural(molecules, 'molecule')} × ${plural(partners, what)}${same})`;
}

/** What is split and counted, in the singular: `molecule`, `pair`, `row`. */
export function countedNoun({
  input,
  parameters,
}: Pick<SplitSummary, 'input' | 'parameters'>): string {
  if (parameters.count === 'records') return 'row';
  return input.pairs ? 'pair' : 'molecule';
}
