import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setPotential } from '../../../src/splitters/sae/anneal.js';
import { SoftGoals } from '../../../src/splitters/sae/goals.js';
import { IN_TEST, IN_TRAIN, ONE, OUT } from '../../../src/splitters/sae/state.js';
import { highestBin, weightedHistogram } from '../../oracle/brute-force.js';
import { clustered, fromBits } from '../../oracle/generators.js';
import { softCost } from '../../oracle/soft-cost.js';
import { type Setup, setups, single, start } from '../../oracle/split-states.js';

type Started = Awaited<ReturnType<typeof start>>;

/** What the state is told to heed. */
interface Heeded {
  readonly thresholds: readonly number[];
  readonly half: number;
  readonly labels?: readonly number[];
  readonly scaffolds?: readonly number[];
  readonly usage?: readonly number[];
}

const NOTHING: Heeded = { thresholds: [], half: 1 };
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const ascending = (a: number, b: number) => a - b;

function phiOf({ graph }: Started, half: number): Float64Array {
  const phi = new Float64Array(graph.count + 2);
  setPotential(phi, half, 0);
  return phi;
}

/** Everything the state says, against a computation from nothing but the fingerprints and the zones. */
function expectConsistent(started: Started, zones: readonly number[], heeded: Heeded) {
  const { state, pairs, members, weights, bins } = started;
  const at = (zone: number) => [...zones.keys()].filter((u) => zones[u] === zone);
  const moleculesAt = (zone: number) => at(zone).flatMap((u) => members[u]);
  const weightAt = (zone: number) => sum(moleculesAt(zone).map((m) => weights[m]));
  const [test, train] = [moleculesAt(IN_TEST), moleculesAt(IN_TRAIN)];
  const none = Array.from({ length: bins.count }, () => 0);

  expect([...state.snapshot()]).toEqual(zones);
  expect(zones.map((_, u) => state.zoneOf(u))).toEqual(zones);
  const { order, testCount, trainCount } = state;
  const stretches = [
    order.slice(0, testCount),
    order.slice(testCount, testCount + trainCount),
    order.slice(testCount + trainCount),
  ];
  expect(stretches.map((units) => [...units].sort(ascending))).toEqual(
    [IN_TEST, IN_TRAIN, OUT].map(at),
  );
  expect([state.testWeight, state.outWeight]).toEqual([weightAt(IN_TEST), weightAt(OUT)]);

  const achieved = weightedHistogram({ pairs, weights, requested: none }, test, train);
  expect([...state.histogram]).toEqual(achieved);
  const asked = achieved.map((n, b) => Math.max(0, n + b - 1));
  expect(state.deviation(asked)).toBe(sum(asked.map((n, b) => Math.abs(n - achieved[b]))));
  expect([...state.bin]).toEqual(pairs.map((_, m) => highestBin(pairs, m, train)));
  members.forEach((unit, u) => {
    const others = train.filter((m) => !unit.includes(m));
    expect(state.unitBin(u)).toBe(Math.max(...unit.map((m) => highestBin(pairs, m, others))));
    for (let b = 0; b < bins.count; b++) {
      const inTheWay = unit.map((m) => others.filter((other) => pairs[m][other] > b).length);
      expect(state.obstacles(u, b)).toBe(sum(inTheWay));
    }
  });

  const phi = phiOf(started, heeded.half);
  const potentialOf = (m: number) =>
    weights[m] *
    sum(heeded.thresholds.map((k) => phi[train.filter((t) => t !== m && pairs[m][t] >= k).length]));
  expect(state.potential).toBe(sum(test.map(potentialOf)));
  for (let m = 0; m < pairs.length; m++) expect(state.potentialOf(m)).toBe(potentialOf(m));

  const cost = softCost(
    { ...heeded, requested: new Array<number>(bins.count).fill(2) },
    test.map((m) => [m, highestBin(pairs, m, train)] as const),
  );
  expect(state.goals?.cost ?? 0).toBeCloseTo(cost, 9);
}

function heed(started: Started, { thresholds, half, labels, scaffolds, usage }: Heeded) {
  started.state.watch(thresholds, phiOf(started, half));
  started.state.pursue(
    labels || scaffolds || usage
      ? new SoftGoals({
          requested: new Array(started.bins.count).fill(2),
          labels: labels && Float64Array.from(labels),
          scaffolds: scaffolds && Int32Array.from(scaffolds),
          usage: usage && Int32Array.from(usage),
        })
      : undefined,
  );
}

type Step =
  | { readonly kind: 'move'; readonly unit: number; readonly to: number }
  | { readonly kind: 'begin' | 'undo' | 'keep' | 'restore' }
  | { readonly kind: 'heed'; readonly heeded: Heeded };

const moves = fc.record({
  kind: fc.constant('move' as const),
  unit: fc.nat(99),
  to: fc.constantFrom(IN_TEST, IN_TEST, IN_TRAIN, OUT),
});

function heededFor({ matrix, text }: Setup): fc.Arbitrary<Heeded> {
  const n = { minLength: matrix.molecules, maxLength: matrix.molecules };
  const bins = text.split(',').length - 1;
  return fc.record(
    {
      thresholds: fc
        .subarray(Array.from({ length: bins - 1 }, (_, b) => b + 1))
        .map((all) => all.slice(0, 3)),
      half: fc.constantFrom(0.5, 1, 50),
      labels: fc.array(fc.constantFrom(Number.NaN, 0, 0, 1, 2.5, -7), n),
      scaffolds: fc.array(fc.integer({ min: -1, max: 3 }), n),
      usage: fc.array(fc.nat(2), n),
    },
    { requiredKeys: ['thresholds', 'half'] },
  );
}

function walks(maxMolecules: number): fc.Arbitrary<{ setup: Setup; steps: Step[] }> {
  return setups(maxMolecules).chain((setup) => {
    const others = fc.constantFrom('begin', 'undo', 'keep', 'restore').map((kind) => ({ kind }));
    const heeding = fc.record({ kind: fc.constant('heed' as const), heeded: heededFor(setup) });
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 8, arbitrary: moves },
      { weight: 2, arbitrary: others as fc.Arbitrary<Step> },
      { weight: 1, arbitrary: heeding },
    );
    return fc.record({
      setup: fc.constant(setup),
      steps: fc.array(step, { minLength: 5, maxLength: 30 }),
    });
  });
}

describe('SplitState', () => {
  it('equals a recomputation after any moves, undone and restored ones among them', async () => {
    const seen = { moves: 0, falls: 0, undone: 0, restored: 0, watched: 0, goals: 0 };
    await fc.assert(
      fc.asyncProperty(walks(10), async ({ setup, steps }) => {
        const started = await start(setup);
        const { state, members } = started;
        let zones: number[] = members.map(() => IN_TRAIN);
        let mark = zones;
        let kept = state.snapshot();
        let heeded = NOTHING;
        expectConsistent(started, zones, heeded);
        for (const step of steps) {
          if (step.kind === 'move') {
            const unit = step.unit % members.length;
            const before = state.bin.slice();
            state.move(unit, step.to);
            zones = zones.with(unit, step.to);
            seen.moves++;
            seen.falls += before.filter((bin, m) => bin - state.bin[m] > 1).length;
            if (heeded.thresholds.length > 0) seen.watched++;
            if (state.goals) seen.goals++;
          } else if (step.kind === 'begin') {
            state.begin();
            mark = zones;
          } else if (step.kind === 'undo') {
            state.undo();
            if (zones.some((zone, u) => zone !== mark[u])) seen.undone++;
            zones = mark;
          } else if (step.kind === 'keep') {
            kept = state.snapshot();
          } else if (step.kind === 'heed') {
            heeded = step.heeded;
            heed(started, heeded);
          } else {
            state.restore(kept);
            if (zones.some((zone, u) => zone !== kept[u])) seen.restored++;
            zones = [...kept];
            mark = zones;
          }
          expectConsistent(started, zones, heeded);
        }
      }),
      { numRuns: 200 },
    );
    // The property is worth something only if these things happened.
    for (const [what, times] of Object.entries(seen)) {
      expect(times, what).toBeGreaterThanOrEqual(what === 'moves' ? 1000 : 30);
    }
  });

  it('undoes more moves than it first has room for', async () => {
    const started = await start(single(clustered(3, 12, 1), '0,1/3,2/3,1'));
    const { state } = started;
    heed(started, { thresholds: [1, 2], half: 50, usage: new Array(12).fill(1) });
    state.move(0, IN_TEST);
    state.move(5, OUT);
    const zones = [...state.snapshot()];
    state.begin();
    for (let k = 0; k < 1000; k++) state.move((k * 7) % 12, k % 3);
    expect([...state.snapshot()]).not.toEqual(zones);
    state.undo();
    expectConsistent(started, zones, {
      thresholds: [1, 2],
      half: 50,
      usage: new Array(12).fill(1),
    });
  });

  it('moves a molecule and its twin as expected', async () => {
    // 0 and 1 are twins, 2 is a stranger to both; 2 counts thrice.
    const { state } = await start({
      matrix: fromBits([[0, 1], [0, 1], [5]], 1),
      text: '0,1/3,2/3,1',
      group: [0, 1, 2],
      weights: [1, 1, 3],
    });
    expect([...state.bin]).toEqual([2, 2, 0]);
    state.move(0, IN_TEST);
    expect([...state.histogram]).toEqual([0, 0, 1]);
    expect([...state.bin]).toEqual([2, 0, 0]);
    state.move(1, OUT);
    expect([...state.histogram]).toEqual([1, 0, 0]);
    expect([state.testWeight, state.outWeight]).toEqual([1, 1]);
    state.move(1, IN_TEST);
    state.move(0, IN_TRAIN);
    state.move(2, IN_TEST);
    expect([...state.histogram]).toEqual([3, 0, 1]);
    expect([state.testWeight, state.outWeight, state.testCount, state.trainCount]).toEqual([
      4, 0, 2, 1,
    ]);
  });

  it('does not count the molecules of a unit as obstacles to each other', async () => {
    // Two twins that move together, and a copy of them outside.
    const { state } = await start({
      matrix: fromBits([[0, 1], [0, 1], [0, 1], [9]], 1),
      text: '0,1/2,1',
      group: [0, 0, 1, 2],
      weights: [1, 1, 1, 1],
    });
    expect([state.obstacles(0, 0), state.unitBin(0)]).toEqual([2, 1]);
    state.move(1, OUT);
    expect([state.obstacles(0, 0), state.unitBin(0)]).toEqual([0, 0]);
  });

  it('watches other thresholds and another potential from one moment to the next', async () => {
    const started = await start(single(fromBits([[0, 1], [0, 1], [0, 2], [9]], 1), '0,1/3,2/3,1'));
    const { state } = started;
    state.move(0, IN_TEST);
    heed(started, { thresholds: [1], half: 1 });
    // Two training neighbors at 1/3 or more: 2 / (2 + 1).
    expect(state.potential).toBe(Math.round((ONE * 2) / 3));
    heed(started, { thresholds: [1, 2], half: 1 });
    expect(state.potential).toBe(Math.round((ONE * 2) / 3) + ONE / 2);
    heed(started, { thresholds: [2], half: 3 });
    expect(state.potential).toBe(ONE / 4);
    heed(started, NOTHING);
    expect(state.potential).toBe(0);
  });
});
