import { TanimarkError } from '../../errors.js';
import { compareRational, parseRational, type Rational, toNumber } from '../../rational.js';
import { optionName, optionValue } from '../../spelling.js';
import { assignUnits } from '../assign.js';
import { allUnits, nearestSizes, nearness, settleSizes } from '../nearest-sizes.js';
import { TOGETHER } from '../sizes.js';
import type { Molecules, SplitContext, Splitter } from '../splitter.js';
import { type ActiveRule, activesOf, parseActive } from './actives.js';
import { bestOf, polish, scoreAmong } from './choose.js';
import { largeClusters } from './clusters.js';
import { neighborRows } from './neighbors.js';
import { nsga2 } from './nsga2.js';
import { type Measures, Objectives, type ShiftGoal } from './objectives.js';
import { TestSets } from './test-sets.js';

interface Options {
  readonly active: ActiveRule;
  readonly 'active-shift': Rational;
}

/** Solutions and generations, fewer of many molecules; the authors have 500 and 300, and no exchanges after them. */
const POPULATION = [100, 200] as const;
const GENERATIONS = [25, 100] as const;
const EXCHANGES = [3000, 4000] as const;
/** Looks at a molecule that one search takes about. */
const WORK = 1.5e8;
/** Weight of an objective where one solution is chosen: 10 of ΣG − ΣF and 5 of ΣG, as the authors have it. */
const LAST_WEIGHTS = [10, 5];

/**
 * Simulated time splits: test sets that differ from training as later compounds of a project differ from
 * earlier ones. The objectives and their values are the authors', but for the synthetic accessibility, whose
 * table of fragments is not here. The solution that they would choose is improved by small exchanges; all training molecules count for ΣF, not a bootstrap sample of them, and fingerprints
 * are those of the command (the authors': `morgan:radius=3,bits=2048`).
 */
export const simpd: Splitter = {
  name: 'simpd',
  purpose: 'time',
  summary:
    'a simulated time split: test differs from training as later molecules differ from earlier ones',
  reference:
    'Landrum et al., SIMPD: an algorithm for generating simulated time splits for validating machine learning approaches, J. Cheminform. 15 (2023) 119',
  options: [
    {
      name: 'active',
      placeholder: '<label>',
      default: '40%',
      summary:
        'which molecules are active: a cutoff such as 6.5 (labels at or above it), or a percentage such as 40% (those with the highest labels); numeric labels only',
      parse: parseActive,
    },
    {
      name: 'active-shift',
      placeholder: '<share>',
      default: '0.11',
      summary:
        'how much higher the share of actives is in test than in all molecules (0.11: 11 percentage points)',
      parse: parseShift,
    },
  ],
  usesSeed: true,
  usesLabels: true,
  usesNeighbors: true,

  async split(molecules, context) {
    const { units, sizes, random } = context;
    if (units.count < (sizes.valid > 0 ? 3 : 2)) {
      throw new TanimarkError(
        'target',
        `there are fewer groups than sets; leave out ${optionName('group')} or ${optionName('valid')}`,
      );
    }
    const search = await prepare(molecules, context);
    const all = allUnits(units);
    const goal = nearestSizes(units, sizes) ?? sizes;
    const test = await search(all, goal.test, random.fork());
    const taken = new Set(test.units);
    const rest = all.filter((u) => !taken.has(u));
    // What is validated on is between: later than training, earlier than test.
    // Where the search left too little for two sets, whole groups are settled below.
    const searched = sizes.valid > 0 && rest.length > 1;
    const valid = searched ? await search(rest, goal.valid, random.fork()) : null;
    const found = { test: [...test.units], valid: [...(valid?.units ?? [])] };
    const filling = settleSizes(units, found, sizes, random);
    const inTest = test.describe(filling.test);
    const inValid = valid?.describe(filling.valid);
    return {
      ...assignUnits(units, filling, sizes, `${TOGETHER}${nearness(filling)}`),
      diagnostics: inTest.diagnostics,
      notes: [
        ...inTest.notes,
        ...(inValid?.notes.map((note) => note.replace(' test − ', ' validation − ')) ?? []),
      ],
    };
  },
};

/** @returns looks for a set of a weight among candidates, the rest of which is its training set */
async function prepare(molecules: Molecules, context: SplitContext) {
  const { units, facts, options, job } = context;
  const { active: rule, 'active-shift': shift } = options as unknown as Options;
  const active = activesOf(molecules, rule);
  const { names, values } = await facts.properties();
  const goals = shiftGoals(names, values);
  const rows = await neighborRows(molecules.fingerprints, job);
  const clusters = await largeClusters(molecules.fingerprints, rows, context);
  return async (candidates: Int32Array, size: number, random: SplitContext['random']) => {
    const may = new Uint8Array(units.count);
    for (const u of candidates) may[u] = 1;
    const objectives = new Objectives(
      goals,
      active,
      toNumber(shift),
      rows,
      clusters,
      Uint8Array.from(units.of, (u) => may[u]),
    );
    const sets = new TestSets(units, candidates, size, clusters, objectives);
    const amount = amountFor(molecules.count);
    job.progress.start('simulating time', 0);
    const front = await job.inSteps(nsga2(sets, amount, random));
    const weights = objectives.names.map((_, k, all) => LAST_WEIGHTS[k - all.length + 2] ?? 1);
    const all = front.map((one) => one.objectives);
    const score = scoreAmong(all, weights);
    const best = front[bestOf(all, score)];
    const chosen = await job.inSteps(polish(sets, best, score, amount.exchanges, random));
    job.progress.finish();
    return {
      units: candidates.filter((u) => chosen[u] === 1),
      /** Diagnostics and notes on these units as the set. */
      describe: (own: readonly number[]) => {
        const mask = new Uint8Array(units.count);
        for (const u of own) mask[u] = 1;
        const found = objectives.measure(sets.maskOf(mask));
        return {
          diagnostics: { ...numbersOf(goals, found), ...amount },
          notes: inWords(goals, found, toNumber(shift)),
        };
      },
    };
  };
}

/** Properties whose medians shift, and by how much: shares of their medians in the authors' projects. */
export function shiftGoals(names: readonly string[], values: Float64Array): ShiftGoal[] {
  const column = (name: string) => {
    const p = names.indexOf(name);
    return Float64Array.from({ length: values.length / names.length }, (_, m) => {
      return values[m * names.length + p];
    });
  };
  const heavy = column('heavy_atoms');
  return [
    { name: 'heavy_atoms', values: heavy, shift: 0.1 * 31 },
    { name: 'tpsa', values: column('tpsa'), shift: 0.15 * 88 },
    {
      name: 'benzene_rings_per_1000_heavy_atoms',
      values: column('benzene_rings').map((n, m) => (heavy[m] > 0 ? (1000 * n) / heavy[m] : NaN)),
      shift: -0.2 * 44,
    },
  ];
}

/** How much searching: as many solutions as molecules within limits, and less of very many molecules. */
function amountFor(molecules: number) {
  const within = ([least, most]: readonly [number, number], value: number) =>
    Math.max(least, Math.min(most, Math.floor(value)));
  const judgments = WORK / molecules;
  const population = within(POPULATION, Math.min(molecules, judgments / GENERATIONS[0]));
  return {
    population,
    generations: within(GENERATIONS, judgments / population),
    exchanges: within(EXCHANGES, judgments / 2),
  };
}

function numbersOf(goals: readonly ShiftGoal[], found: Measures): Record<string, number> {
  return {
    ...Object.fromEntries(goals.map(({ name }, g) => [`${name}_shift`, found.shifts[g]])),
    active_shift: found.activeShift,
    sum_g: found.sumG,
    sum_f: found.sumF,
    cluster_entropy: found.entropy,
  };
}

function inWords(
  goals: readonly ShiftGoal[],
  { shifts, activeShift, sumG, sumF }: Measures,
  wanted: number,
): string[] {
  const signed = (x: number, digits: number) =>
    `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(digits)}`;
  const medians = goals.map(
    ({ name, shift }, g) =>
      `${name.replaceAll('_', ' ')} ${signed(shifts[g], 1)} (target ${signed(shift, 1)})`,
  );
  return [
    `medians, test − training: ${medians.join(', ')}`,
    `share of actives, test − all: ${signed(activeShift, 3)} (target ${signed(wanted, 3)}); spatial statistics of the SIMPD paper: ΣG − ΣF ${(sumG - sumF).toFixed(1)} (target 10 to 30), ΣG ${sumG.toFixed(1)} (target 70 or more)`,
  ];
}

function parseShift(text: string): Rational {
  const value = parseRational(text, optionValue('active-shift', text));
  if (compareRational(value, { num: 1, den: 1 }) > 0) {
    throw new TanimarkError(
      'usage',
      `${optionValue('active-shift', text)}: give a share from 0 to 1`,
    );
  }
  return value;
}
