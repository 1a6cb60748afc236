import { percent } from '../../text.js';
import { assignBothSides } from '../both-sides.js';
import { joinUnits } from '../join-units.js';
import { pickTestAndValid } from '../random-units.js';
import {
  type Assignment,
  type SplitContext,
  type Splitter,
  TEST,
  TRAIN,
  VALID,
} from '../splitter.js';
import { dealUnits, type Units } from '../units.js';
import type { SideClusters } from './kinds.js';
import { clustersOption } from './side-clusters.js';

const DRUGS = clustersOption('drug');
const PARTNERS = clustersOption('partner');

/** Both sides of the pairs: what stays together on each, and as units. */
interface Sides {
  readonly clusters: readonly [Int32Array, Int32Array];
  readonly drugs: Units;
  readonly partners: Units;
}

/**
 * Random drugs and random partners. The test set holds the pairs of both, training the pairs of neither, and pairs that
 * mix are left out. A size is a share of the drugs and a share of the partners, each counted by their pairs.
 */
export const coldBoth: Splitter = {
  name: 'cold-both',
  purpose: 'pairs',
  summary:
    'pairs: every test drug and every test partner is new; sizes are shares of the drugs and of the partners, and pairs that mix are left out',
  reference: 'TDC (cold_split of two columns); Pahikkala et al., Brief. Bioinform. 16 (2015) 325',
  options: [DRUGS, PARTNERS],
  usesSeed: true,
  pairs: 'only',
  usesScaffolds: ({ [DRUGS.name]: how }) => (how as SideClusters).kind === 'scaffold',
  async split(_items, context) {
    const { sizes, random } = context;
    const sides = await sidesOf(context);
    const picked = [sides.drugs, sides.partners].map((units) => {
      const { test, valid } = pickTestAndValid(units, sizes, random);
      const part = new Uint8Array(units.count).fill(TRAIN);
      for (const u of test) part[u] = TEST;
      for (const u of valid) part[u] = VALID;
      return part;
    });
    return assignmentOf(sides, picked[0], picked[1], sizes);
  },
  async folds(_items, context, sizes) {
    const sides = await sidesOf(context);
    const dealt = [sides.drugs, sides.partners].map((units) =>
      dealUnits(units, sizes, context.random),
    );
    return sizes.map((test, f) => {
      const inFold = dealt.map((part) => Uint8Array.from(part, (p) => (p === f ? TEST : TRAIN)));
      return assignmentOf(sides, inFold[0], inFold[1], { test, valid: 0 });
    });
  },
};

async function sidesOf({ facts, options, units }: SplitContext): Promise<Sides> {
  const drugs = await facts.sideClusters('drugs', options[DRUGS.name] as SideClusters);
  const partners = await facts.sideClusters('partners', options[PARTNERS.name] as SideClusters);
  return {
    clusters: [drugs, partners],
    drugs: joinUnits(units, drugs),
    partners: joinUnits(units, partners),
  };
}

/**
 * @param ofDrugs subset of each unit of drugs
 * @param ofPartners subset of each unit of partners
 */
function assignmentOf(
  { clusters, drugs, partners }: Sides,
  ofDrugs: Uint8Array,
  ofPartners: Uint8Array,
  sizes: { readonly test: number; readonly valid: number },
): Assignment {
  const share = percent(sizes.test, drugs.total);
  return {
    ...assignBothSides(
      Uint8Array.from(drugs.of, (unit) => ofDrugs[unit]),
      Uint8Array.from(partners.of, (unit) => ofPartners[unit]),
      drugs,
      { drugs: share, partners: share },
    ),
    clusters: clusters[0],
    otherClusters: clusters[1],
    diagnostics: {},
  };
}
