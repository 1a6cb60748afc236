import { joinUnits } from '../join-units.js';
import { randomFolds, randomSplit } from '../random-units.js';
import type { SplitContext, Splitter } from '../splitter.js';
import type { SideClusters } from './kinds.js';
import { clustersOption } from './side-clusters.js';

/** Random drugs or partners, each with all of its pairs, so that those of the test set are not in training. */
function coldSide(side: 'drug' | 'partner'): Splitter {
  const option = clustersOption(side);
  const why = `a ${side} is never divided`;
  const clustersOf = (context: SplitContext) =>
    context.facts.sideClusters(`${side}s`, context.options[option.name] as SideClusters);
  return {
    name: `cold-${side}`,
    purpose: 'pairs',
    summary: `pairs: random ${side}s go to test with all their pairs, so that every test ${side} is new`,
    reference:
      side === 'drug'
        ? 'TDC (cold_drug split), DeepPurpose; Pahikkala et al., Brief. Bioinform. 16 (2015) 325'
        : 'TDC (cold_target split), DeepPurpose; Pahikkala et al., Brief. Bioinform. 16 (2015) 325',
    options: [option],
    usesSeed: true,
    pairs: 'only',
    usesScaffolds: ({ [option.name]: how }) => (how as SideClusters).kind === 'scaffold',
    async split(_items, context) {
      const clusters = await clustersOf(context);
      const units = joinUnits(context.units, clusters);
      return { ...randomSplit(units, context.sizes, context.random, why), clusters };
    },
    async folds(_items, context, sizes) {
      const clusters = await clustersOf(context);
      const units = joinUnits(context.units, clusters);
      const made = randomFolds(units, sizes, context.random, why);
      return made.map((fold) => ({ ...fold, clusters }));
    },
  };
}

export const coldDrug = coldSide('drug');
export const coldPartner = coldSide('partner');
