import { assertInvariant, TanimarkError } from '../errors.js';
import type { Random } from '../random.js';
import {
  clusterAssignment,
  type Filling,
  fillInOrder,
  foldsOfClusters,
  heaviestFirst,
} from './fill.js';
import { joinUnits } from './join-units.js';
import type { Sizes } from './sizes.js';
import type { Molecules, SplitContext, Splitter } from './splitter.js';
import type { Units } from './units.js';

const WORDS = {
  noun: 'scaffold',
  remedy: 'ask for other sizes, or use --scaffold murcko, or another method',
};

/**
 * Bemis-Murcko scaffolds, the largest groups to training, exactly as DeepChem's ScaffoldSplitter
 * (with its default of no chirality); molecules without rings are a group as well. With `balanced`
 * as chemprop's `scaffold_balanced`: groups larger than half of the test (or validation)
 * set come first, the others after them, both in random order. Sizes are missed where groups do not fit.
 */
export const scaffold: Splitter = {
  name: 'scaffold',
  summary: 'molecules of one Bemis-Murcko scaffold stay together, large groups in training',
  reference:
    'Bemis and Murcko, J. Med. Chem. 1996; DeepChem ScaffoldSplitter, chemprop scaffold_balanced',
  options: [
    {
      name: 'scaffold',
      placeholder: '<kind>',
      default: 'murcko',
      summary: 'murcko, or generic (all atoms carbon, all bonds single)',
      parse: parseKind,
    },
    {
      name: 'balanced',
      placeholder: '',
      default: 'false',
      summary: 'small groups to all subsets at random',
      parse: (text) => text === 'true',
    },
  ],
  usesSeed: ({ balanced }) => balanced === true,
  usesScaffolds: true,
  promises: ({ scaffold: kind }) => ({ wholeScaffolds: kind === 'generic' ? kind : 'murcko' }),
  async split(molecules, context) {
    const { sizes, options, random } = context;
    const cluster = await groupsOf(molecules, context);
    const joined = joinUnits(context.units, cluster);
    const filling = options.balanced
      ? fillBalanced(joined, sizes, random)
      : fillInOrder(joined, heaviestFirst(joined), sizes);
    return clusterAssignment(cluster, joined, filling, sizes, WORDS);
  },
  async folds(molecules, context, sizes) {
    const { units, options, random } = context;
    const cluster = await groupsOf(molecules, context);
    return foldsOfClusters(cluster, units, sizes, WORDS, options.balanced ? random : undefined);
  },
};

function parseKind(text: string): string {
  if (text === 'murcko' || text === 'generic') return text;
  throw new TanimarkError('usage', `--scaffold ${text}: there is murcko and generic`);
}

/** The scaffold of each molecule; where a generic one cannot be made, the one it would be made of. */
async function groupsOf({ scaffolds }: Molecules, { options, facts }: SplitContext) {
  assertInvariant(scaffolds !== null, 'scaffolds were not read');
  if (options.scaffold === 'murcko') return scaffolds;
  const generic = await facts.genericScaffolds();
  const next = generic.reduce((most, g) => Math.max(most, g), -1) + 1;
  return generic.map((g, m) => (g >= 0 || scaffolds[m] < 0 ? g : next + scaffolds[m]));
}

function fillBalanced(units: Units, sizes: Sizes, random: Random): Filling {
  const { unitWeight } = units;
  const half = sizes.valid > 0 ? Math.min(sizes.valid, sizes.test) / 2 : sizes.test / 2;
  const all = Int32Array.from({ length: units.count }, (_, u) => u);
  const large = random.shuffle(all.filter((u) => unitWeight[u] > half));
  const small = random.shuffle(all.filter((u) => unitWeight[u] <= half));
  const order = new Int32Array(units.count);
  order.set(large);
  order.set(small, large.length);
  return fillInOrder(units, order, sizes);
}
