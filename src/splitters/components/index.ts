import { type Rational, toNumber } from '../../rational.js';
import { connectedComponents } from '../../similarity/components.js';
import { optionName, optionValue } from '../../spelling.js';
import { count as grouped } from '../../text.js';
import {
  type ClusterWords,
  clusterAssignment,
  fillNearest,
  foldsOfClusters,
  heaviestFirst,
} from '../fill.js';
import { joinUnits } from '../join-units.js';
import { type Filling, nearestFilling } from '../nearest-sizes.js';
import { effortOption, shareOption } from '../search-options.js';
import type { Sizes } from '../sizes.js';
import { type Assignment, DISCARDED, type SplitContext, type Splitter } from '../splitter.js';
import { thresholdOption } from '../threshold-option.js';
import { type Units, unitsWeight } from '../units.js';
import { graphOf, leaveOut, type Parts, search } from './leave-out.js';

const NOUN = 'component';
const WORDS = {
  noun: NOUN,
  get remedy() {
    return `raise ${optionName('threshold')}, or allow ${optionName('max-discard')}`;
  },
};
const WORDS_WITHOUT_ROOM = {
  noun: NOUN,
  get remedy() {
    return `raise ${optionName('threshold')}, or raise ${optionName('max-discard')} (it is less than one molecule)`;
  },
};
const WORDS_WITH_DISCARDS = {
  noun: NOUN,
  get remedy() {
    return `with this size fewer molecules are discarded (${optionValue('tolerance', '0')} keeps the requested size)`;
  },
  nearness: '',
};

/** Sizes are never off by more than this part of themselves. */
const MOST_OFF = 4;

/**
 * Connected components of the graph of similar pairs stay whole, so that no pair across train, valid and test
 * reaches the threshold. Real tables have one giant component; `max-discard` lets molecules
 * be left out where it then falls apart, as few as a search finds: the Hi split of Lo-Hi. Sizes may then
 * be off by the tolerance, and by no more than a quarter of themselves.
 */
export const components: Splitter = {
  name: 'components',
  purpose: 'distance',
  series: 'clusters',
  summary:
    'every pair of a training and a test molecule is less similar than the threshold (Hi split of Lo-Hi)',
  reference: 'Steshin, Lo-Hi: Practical ML Drug Discovery Benchmark, NeurIPS 2023',
  options: [
    thresholdOption(
      '0.4',
      'every pair of a training and a test molecule is less similar than this',
    ),
    shareOption(
      'max-discard',
      '0',
      'largest fraction of molecules that may be discarded to reach the requested sizes',
    ),
    {
      ...shareOption(
        'tolerance',
        '0.05',
        'to discard fewer molecules, set sizes may differ from the request by up to this fraction of all molecules',
      ),
      idleWithout,
    },
    { ...effortOption, idleWithout },
  ],
  usesSeed: (options) => idleWithout(options) === undefined,
  usesNeighbors: true,
  promises: (options) => ({ apart: options.threshold as Rational }),
  async split(molecules, context) {
    const { units, sizes, job } = context;
    const { threshold, room, slackOf, effort } = settings(context);
    const component = await connectedComponents(molecules.fingerprints, threshold, job);
    const joined = joinUnits(units, component);
    const slack = { test: slackOf(sizes.test), valid: slackOf(sizes.valid) };
    const settle = (filling: Filling, words: ClusterWords) => ({
      ...clusterAssignment(component, joined, filling, sizes, words),
      apart: threshold,
    });
    const whole = fillNearest(joined, sizes);
    if (room === 0) return settle(whole, idleWithout(context.options) ? WORDS : WORDS_WITHOUT_ROOM);
    const within = fillNearest(joined, sizes, heaviestFirst(joined), slack);
    if (isWithin(joined, within, sizes, slack)) return settle(within, WORDS_WITH_DISCARDS);
    const parts = await leaveOut(molecules, context, joined, { threshold, room, slack, effort });
    if (!parts || parts.leftOut > room) {
      return settle(whole, { noun: NOUN, remedy: remedyFor(parts, units) });
    }
    const left = joinUnits(units, parts.component);
    const filling = nearestOf(left, parts, units, sizes, slack);
    if (!isWithin(left, filling, sizes, slack)) {
      return settle(whole, { noun: NOUN, remedy: remedyFor(null, units) });
    }
    return withDiscards(
      clusterAssignment(parts.component, left, filling, sizes, WORDS_WITH_DISCARDS),
      parts,
      threshold,
    );
  },
  async folds(molecules, context, sizes) {
    const { units, job } = context;
    const { threshold, room, slackOf, effort } = settings(context);
    const component = await connectedComponents(molecules.fingerprints, threshold, job);
    const joined = joinUnits(units, component);
    const settle = (words = WORDS) =>
      foldsOfClusters(component, units, sizes, words).map((fold) => ({
        ...fold,
        apart: threshold,
      }));
    if (room === 0) return settle();
    const wanted = sizes.map((size) => ({ size, slack: slackOf(size) }));
    const graph = await graphOf(molecules, context, threshold);
    const parts = await search(graph, context, joined, wanted, effort);
    if (!parts || parts.leftOut > room)
      return settle({ noun: NOUN, remedy: remedyFor(parts, units) });
    const left = joinUnits(units, parts.component);
    return sizes.map((size, f) => {
      const own = { train: units.total - size, valid: 0, test: size };
      const filling = { test: unitsIn(left, parts, units, f), valid: [] };
      return withDiscards(
        clusterAssignment(parts.component, left, filling, own, WORDS_WITH_DISCARDS),
        parts,
        threshold,
      );
    });
  },
};

/** Nothing is searched for where nothing may be left out. */
function idleWithout(options: SplitContext['options']): string | undefined {
  return (options['max-discard'] as Rational).num > 0 ? undefined : optionName('max-discard');
}

function settings({ options, units }: SplitContext) {
  const share = (name: string) => {
    const { num, den } = options[name] as Rational;
    return Math.floor((num * units.total) / den);
  };
  const tolerance = share('tolerance');
  return {
    threshold: options.threshold as Rational,
    /** The most weight to leave out. */
    room: share('max-discard'),
    /** By how much a size may be missed. */
    slackOf: (size: number) => Math.min(tolerance, Math.floor(size / MOST_OFF)),
    effort: options.effort as number,
  };
}

/** Whether sizes are missed by no more than they may, and no set that was asked for is empty. */
function isWithin(
  joined: Units,
  { test, valid }: Filling,
  sizes: Sizes,
  slack: { test: number; valid: number },
): boolean {
  return (
    Math.abs(unitsWeight(joined, test) - sizes.test) <= slack.test &&
    Math.abs(unitsWeight(joined, valid) - sizes.valid) <= slack.valid
  );
}

function remedyFor(parts: Parts | null, { total }: Units): string {
  if (!parts)
    return `discarding molecules does not make these sizes possible; raise ${optionName('threshold')}`;
  const share = toNumber({ num: Math.ceil((parts.leftOut / total) * 10_000), den: 10_000 });
  return `these sizes need ${grouped(parts.leftOut)} discarded; allow ${optionValue('max-discard', share)}, or raise ${optionName('threshold')}`;
}

/** The units of `left` that are in a part. */
function unitsIn(left: Units, { part }: Parts, units: Units, wanted: number): number[] {
  const found = new Set<number>();
  for (let u = 0; u < units.count; u++) {
    if (part[u] === wanted) found.add(left.of[units.members[units.offsets[u]]]);
  }
  return [...found];
}

/** The parts as they are, or what is left of components dealt again where that comes nearer to the sizes. */
function nearestOf(
  left: Units,
  parts: Parts,
  units: Units,
  sizes: Sizes,
  slack: { test: number; valid: number },
): Filling {
  const asFound = {
    test: unitsIn(left, parts, units, 0),
    valid: sizes.valid > 0 ? unitsIn(left, parts, units, 1) : [],
  };
  const out = new Set(unitsIn(left, parts, units, -1));
  const kept = heaviestFirst(left).filter((u) => !out.has(u));
  return nearestFilling(left, kept.reverse(), sizes, asFound, { slack });
}

function withDiscards(
  assignment: Assignment,
  { component, leftOut, proven }: Parts,
  threshold: Rational,
): Assignment {
  const { subset } = assignment;
  component.forEach((c, m) => {
    if (c < 0) subset[m] = DISCARDED;
  });
  return {
    ...assignment,
    apart: threshold,
    ...(leftOut > 0
      ? {
          notes: [
            ...(assignment.notes ?? []),
            `${grouped(leftOut)} discarded: ${proven ? 'the proven minimum for these sizes' : 'the fewest found by the search (not proven to be minimal)'}`,
          ],
          discardReason: `discarded so that no pair across the split has similarity ≥ ${toNumber(threshold)}`,
        }
      : {}),
  };
}
