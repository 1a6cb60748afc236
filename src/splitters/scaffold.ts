import { assertInvariant, TanimarkError } from '../errors.js';
import type { Random } from '../random.js';
import { optionValue } from '../spelling.js';
import { clusterAssignment, fillNearest, foldsOfClusters, heaviestFirst } from './fill.js';
import { joinUnits } from './join-units.js';
import { allUnits } from './nearest-sizes.js';
import type { Sizes } from './sizes.js';
import type { Molecules, SplitContext, Splitter } from './splitter.js';
import type { Units } from './units.js';

const WORDS = {
  noun: 'scaffold',
  get remedy() {
    return `request other sizes, or use ${optionValue('scaffold', 'murcko')}, or another method`;
  },
};

/**
 * Bemis-Murcko scaffolds, the largest groups to training, as DeepChem's ScaffoldSplitter
 * (with its default of no chirality); molecules without rings are a group as well. With `balanced`
 * as chemprop's `scaffold_balanced`: groups larger than half of the test (or validation)
 * set come first, the others after them, both in random order. Where these rules miss the sizes and other whole groups
 * come nearer to them, those are taken, which neither does.
 */
export const scaffold: Splitter = {
  name: 'scaffold',
  purpose: 'series',
  series: 'scaffolds',
  summary: 'molecules of one Bemis-Murcko scaffold stay together; large groups go to training',
  reference:
    'Bemis and Murcko, J. Med. Chem. 1996; DeepChem ScaffoldSplitter, chemprop scaffold_balanced',
  options: [
    {
      name: 'scaffold',
      placeholder: '<kind>',
      default: 'murcko',
      summary: 'kind of scaffold: murcko, or generic (all atoms carbon, all bonds single)',
      parse: parseKind,
    },
    {
      name: 'balanced',
      placeholder: '',
      default: 'false',
      summary:
        'distribute small scaffold groups over all sets at random, like scaffold_balanced of chemprop',
      parse: (text) => text === 'true',
    },
  ],
  pairs: 'too',
  usesSeed: ({ balanced }) => balanced === true,
  usesScaffolds: true,
  promises: ({ scaffold: kind }) => ({ wholeScaffolds: kind === 'generic' ? kind : 'murcko' }),
  async split(molecules, context) {
    const { sizes, options, random } = context;
    const cluster = await groupsOf(molecules, context);
    const joined = joinUnits(context.units, cluster);
    const order = options.balanced ? balancedOrder(joined, sizes, random) : heaviestFirst(joined);
    const filling = fillNearest(joined, sizes, order);
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
  throw new TanimarkError(
    'usage',
    `${optionValue('scaffold', text)}: unknown scaffold; choose murcko or generic`,
  );
}

/** The scaffold of each molecule; where a generic one cannot be made, the one it would be made of. */
async function groupsOf({ scaffolds }: Molecules, { options, facts }: SplitContext) {
  assertInvariant(scaffolds !== null, 'scaffolds were not read');
  if (options.scaffold === 'murcko') return scaffolds;
  const generic = await facts.genericScaffolds();
  const next = generic.reduce((most, g) => Math.max(most, g), -1) + 1;
  return generic.map((g, m) => (g >= 0 || scaffolds[m] < 0 ? g : next + scaffolds[m]));
}

function balancedOrder(units: Units, sizes: Sizes, random: Random): Int32Array {
  const { unitWeight } = units;
  const half = sizes.valid > 0 ? Math.min(sizes.valid, sizes.test) / 2 : sizes.test / 2;
  const all = allUnits(units);
  const large = random.shuffle(all.filter((u) => unitWeight[u] > half));
  const small = random.shuffle(all.filter((u) => unitWeight[u] <= half));
  const order = new Int32Array(units.count);
  order.set(large);
  order.set(small, large.length);
  return order;
}
