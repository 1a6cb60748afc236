import { TanimarkError } from '../errors.js';
import { kMeans } from '../similarity/k-means.js';
import { optionName, optionValue } from '../spelling.js';
import { clusterAssignment, foldsOfClusters } from './fill.js';
import { joinUnits } from './join-units.js';
import { pickTestAndValid } from './random-units.js';
import type { Molecules, SplitContext, Splitter } from './splitter.js';

const WORDS = {
  noun: 'cluster',
  get remedy() {
    return `request more ${optionName('clusters')}, or other sizes`;
  },
};

/**
 * k-means clusters of the fingerprints by Euclidean distance, as scikit-learn's KMeans finds them for astartes and
 * splito; random whole clusters that add up to the size are the test set. The default number of
 * clusters is the rule of thumb √(n/2) (Mardia, Kent and Bibby, Multivariate Analysis, 1979): enough of them
 * to meet any size closely.
 */
export const kMeansSplitter: Splitter = {
  name: 'k-means',
  purpose: 'series',
  series: 'clusters',
  summary: 'k-means clusters of fingerprints stay whole; random ones go to test',
  reference: 'Lloyd, IEEE Trans. Inf. Theory 1982; Arthur and Vassilvitskii, SODA 2007; astartes',
  options: [
    {
      name: 'clusters',
      placeholder: '<k>',
      default: 'auto',
      summary: 'number of clusters; auto is the square root of half the molecules',
      parse: parseClusters,
    },
  ],
  usesSeed: true,
  async split(molecules, context) {
    const { units, sizes, random } = context;
    const { of, notes, rounds } = await clustersOf(molecules, context);
    const joined = joinUnits(units, of);
    const filling = pickTestAndValid(joined, sizes, random);
    const made = clusterAssignment(of, joined, filling, sizes, WORDS);
    return { ...made, notes, diagnostics: { ...made.diagnostics, rounds } };
  },
  async folds(molecules, context, sizes) {
    const { of, notes, rounds } = await clustersOf(molecules, context);
    const made = foldsOfClusters(of, context.units, sizes, WORDS, context.random);
    return made.map((fold) => ({
      ...fold,
      notes,
      diagnostics: { ...fold.diagnostics, rounds },
    }));
  },
};

function parseClusters(text: string): number | null {
  if (text === 'auto') return null;
  const k = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (k >= 2) return k;
  throw new TanimarkError(
    'usage',
    `${optionValue('clusters', text)}: give a whole number from 2, or auto`,
  );
}

async function clustersOf(
  { count, fingerprints }: Molecules,
  { options, random, job }: SplitContext,
) {
  const given = options.clusters as number | null;
  if (given !== null && given > count) {
    throw new TanimarkError(
      'usage',
      `${optionValue('clusters', given)}: there are only ${count} molecules; request fewer clusters`,
    );
  }
  const k = given ?? Math.min(count, Math.max(2, Math.round(Math.sqrt(count / 2))));
  const found = await kMeans(fingerprints, k, random, job);
  const notes = [
    ...(found.clusters < k && given !== null
      ? [
          `${optionValue('clusters', given)}: there are only ${found.clusters} distinct fingerprints, so as many clusters were made`,
        ]
      : []),
    ...(found.converged ? [] : [`k-means was stopped after ${found.rounds} rounds`]),
  ];
  return { ...found, notes };
}
