import { TanimarkError } from '../../errors.js';
import { parseRational, type Rational } from '../../rational.js';
import { optionName, optionValue } from '../../spelling.js';
import type { Molecules } from '../splitter.js';

/** Rule for active molecules: labels at or above a number, or a share of the highest labels. */
export type ActiveRule =
  | { readonly kind: 'share'; readonly value: Rational; readonly text: string }
  | { readonly kind: 'label'; readonly value: number; readonly text: string };

/** @throws TanimarkError (usage) */
export function parseActive(text: string): ActiveRule {
  if (text.trim().endsWith('%')) {
    const value = parseRational(text, optionValue('active', text));
    if (value.num > 0 && value.num < value.den) return { kind: 'share', value, text };
  } else if (text.trim() !== '' && Number.isFinite(Number(text))) {
    return { kind: 'label', value: Number(text), text };
  }
  throw new TanimarkError(
    'usage',
    `${optionValue('active', text)}: give a label such as 6.5, or a share between 0 and 100%, such as 40%`,
  );
}

/**
 * 1 for active molecules, 0 for others, NaN without a label. Of classes those of the positive one are active, and of records that
 * differ, molecules that are so more often than not. A share is rounded down, and with the last of it come all
 * that have the same label.
 *
 * @throws TanimarkError (column) without labels; (usage) if a number is given and labels are classes
 */
export function activesOf({ labels, labelTask }: Molecules, rule: ActiveRule): Float64Array {
  if (!labels) {
    throw new TanimarkError(
      'column',
      `${optionValue('method', 'simpd')} needs labels to know which molecules are active, and no label column was found; name it with ${optionName('label')}`,
    );
  }
  if (labelTask === 'classification') {
    if (rule.kind === 'label') {
      throw new TanimarkError(
        'usage',
        `${optionValue('active', rule.text)}: the labels are classes, and the positive class is active; leave ${optionName('active')} out`,
      );
    }
    return labels.map((y) => (Number.isNaN(y) ? Number.NaN : y > 0.5 ? 1 : 0));
  }
  const limit = rule.kind === 'label' ? rule.value : quantile(labels, rule.value);
  const known = labels.filter((y) => !Number.isNaN(y));
  const active = known.filter((y) => y >= limit).length;
  if (rule.kind === 'label' && (active === 0 || active === known.length)) {
    throw new TanimarkError(
      'usage',
      `${optionValue('active', rule.text)}: ${active === 0 ? 'no molecule is' : 'all molecules are'} active at this threshold; choose another label value, or a share such as 40%`,
    );
  }
  return labels.map((y) => (Number.isNaN(y) ? Number.NaN : y >= limit ? 1 : 0));
}

function quantile(labels: Float64Array, { num, den }: Rational): number {
  const known = labels.filter((y) => !Number.isNaN(y)).sort();
  const active = Math.max(1, Math.floor((num * known.length) / den));
  return known[known.length - active];
}
