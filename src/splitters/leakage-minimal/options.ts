import { TanimarkError } from '../../errors.js';
import { compareRational, parseRational, type Rational } from '../../rational.js';
import { optionName, optionValue } from '../../spelling.js';
import { count } from '../../text.js';
import { parseSize, type SizeRequest } from '../sizes.js';
import type { SplitterOption } from '../splitter.js';

/** The options of the splitter, parsed. */
export interface Options {
  readonly threshold: Rational;
  readonly clusters: number;
  readonly 'balance-label': boolean;
  readonly 'label-tolerance': Rational;
  /** The most pairs that are left out, of pairs; null for any number. */
  readonly 'max-discard': SizeRequest | null;
}

/** Clusters are compared in a matrix of doubles, clusters × clusters. */
const MOST_CLUSTERS = 4000;

export const options: readonly SplitterOption[] = [
  {
    name: 'threshold',
    placeholder: '<similarity>',
    default: '0.4',
    summary: 'smallest similarity of a molecule or partner to the center of its cluster (Butina)',
    parse: parseThreshold,
  },
  {
    name: 'clusters',
    placeholder: '<n>',
    default: '1500',
    summary:
      'largest number of clusters (for pairs: of drug clusters, and of partner clusters); surplus small clusters are joined to others',
    parse: parseClusters,
  },
  {
    name: 'balance-label',
    placeholder: '',
    default: 'false',
    summary: 'keep the share of each class (numeric labels: of each quartile) equal in every set',
    parse: (text) => text === 'true',
  },
  {
    name: 'label-tolerance',
    placeholder: '<share>',
    default: '0.01',
    summary:
      "with balanced labels, largest difference between a class's share in a set and its share in all molecules",
    parse: parseTolerance,
    idleWithout: (options) => (options['balance-label'] ? undefined : optionName('balance-label')),
  },
  {
    name: 'max-discard',
    placeholder: '<n or fraction>',
    default: 'none',
    summary:
      'for pairs only: largest number or fraction of pairs that may be discarded because their drug and partner are in different sets; none: no limit',
    parse: parseMaxDiscard,
  },
];

function parseThreshold(text: string): Rational {
  const value = parseRational(text, optionValue('threshold', text));
  if (value.num === 0 || compareRational(value, { num: 1, den: 1 }) > 0) {
    throw new TanimarkError(
      'usage',
      `${optionValue('threshold', text)}: give a similarity above 0, at most 1`,
    );
  }
  return value;
}

function parseClusters(text: string): number {
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  if (value < 2 || value > MOST_CLUSTERS) {
    throw new TanimarkError(
      'usage',
      `${optionValue('clusters', text)}: give a whole number from 2 to ${count(MOST_CLUSTERS)}`,
    );
  }
  return value;
}

function parseTolerance(text: string): Rational {
  const value = parseRational(text, optionValue('label-tolerance', text));
  if (compareRational(value, { num: 1, den: 1 }) > 0) {
    throw new TanimarkError(
      'usage',
      `${optionValue('label-tolerance', text)}: give a share from 0 to 1`,
    );
  }
  return value;
}

function parseMaxDiscard(text: string): SizeRequest | null {
  return text.trim() === 'none' ? null : parseSize(text, 'max-discard', 'pairs');
}
