import { TanimarkError } from '../../errors.js';
import { compareRational, parseRational } from '../../rational.js';
import { optionValue } from '../../spelling.js';
import type { SplitterOption } from '../splitter.js';
import type { SideClusters } from './kinds.js';

/** The option of a side: what of it counts as new. */
export function clustersOption(side: 'drug' | 'partner'): SplitterOption {
  const own = side === 'drug' ? 'none, scaffold, butina:<similarity>' : 'none, butina:<similarity>';
  const name = `${side}-clusters`;
  return {
    name,
    placeholder: '<kind>',
    default: 'none',
    summary: `how ${side}s are clustered; a cluster stays in one set, so that test ${side}s are also dissimilar to training ${side}s: ${own} or components:<similarity>`,
    parse: (text) => parseClusters(text, name, side),
  };
}

function parseClusters(text: string, option: string, side: 'drug' | 'partner'): SideClusters {
  const given = text.trim();
  if (given === 'none') return { kind: 'none' };
  if (given === 'scaffold' && side === 'drug') return { kind: 'scaffold' };
  const [, kind, value] = /^(butina|components):(.+)$/.exec(given) ?? [];
  if (kind === undefined) {
    const scaffold = side === 'drug' ? 'scaffold, ' : '';
    throw new TanimarkError(
      'usage',
      `${optionValue(option, text)}: unknown kind; give none, ${scaffold}butina:0.4 or components:0.4`,
    );
  }
  const threshold = parseRational(value, optionValue(option, text));
  if (threshold.num <= 0 || compareRational(threshold, { num: 1, den: 1 }) > 0) {
    throw new TanimarkError(
      'usage',
      `${optionValue(option, text)}: give a similarity above 0, up to 1`,
    );
  }
  return { kind: kind as 'butina' | 'components', threshold };
}
