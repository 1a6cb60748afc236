import { describe, expect, it } from 'vitest';
import type { Beats, FlaggedGroup, Scored } from '../../../src/evaluation/types.js';
import { scoreAnswer, suiteAnswer } from '../../../src/report/score/answer.js';
import { scoreMarkdown } from '../../../src/report/score/markdown.js';
import { renderSuite } from '../../../src/report/score/suite.js';
import { renderScore } from '../../../src/report/score/terminal.js';
import { plainStyle } from '../../../src/report/style.js';
import type { SuiteSummary, SuiteTask } from '../../../src/workflows/score/suite.js';
import type { ScoreSummary } from '../../../src/workflows/score/types.js';

const value = (
  v: number,
  beats?: Record<string, Beats>,
  ci95: [number, number] | null = [v - 0.1, v + 0.1],
): Scored => ({ value: v, ci95, ...(beats ? { beats } : {}) });
const group = (n: number, mae?: Scored): FlaggedGroup => ({
  n,
  flag: null,
  metrics: mae ? { mae } : {},
});

interface Made {
  overall?: Scored;
  lowest?: Scored;
  sizes?: number[];
  baselines?: Record<string, [number, number]>;
  task?: string;
  tasks?: number;
}

/** A score of MAE in two strata. */
function made({ overall, lowest, sizes = [40, 60], baselines = {}, task, tasks }: Made) {
  const [low, high] = sizes;
  const strata = (first: Scored | undefined) => [
    { ...group(low, first), bin: '[0, 1/3)', low: 0, high: 1 / 3 },
    { ...group(high, value(0.2)), bin: '[1/3, 1]', low: 1 / 3, high: 1 },
  ];
  const named = Array.from({ length: tasks ?? 0 }, (_, t) => ({ name: `t${t}` }));
  return {
    task: 'regression',
    n: low + high,
    train: { molecules: 5, labelled: 5 },
    parameters: { label: 'y', fingerprint: 'maccs', bootstrap: 2000, resample: 'molecule', task },
    overall: group(low + high, overall),
    strata: strata(lowest),
    baselines: Object.fromEntries(
      Object.entries(baselines).map(([name, [all, least]]) => [
        name,
        { overall: group(100, value(all)), strata: strata(value(least)) },
      ]),
    ),
    curve: null,
    deployment: null,
    ...(tasks ? { tasks: named } : {}),
  } as unknown as ScoreSummary;
}

const both = { train_mean: [1, 2], nearest_neighbour: [0.9, 3] } as Record<
  string,
  [number, number]
>;
const beats = (a: Beats, b: Beats) => ({ train_mean: a, nearest_neighbour: b });

describe('the answer of a score', () => {
  it.each<[string, Made, string[]]>([
    [
      'says how the model stands overall and in the least similar stratum',
      {
        overall: value(0.5, beats('yes', 'yes')),
        lowest: value(0.75, beats('unclear', 'no')),
        baselines: both,
      },
      [
        'MAE 0.500 (95% CI 0.400 to 0.600) overall, significantly better than every baseline.',
        'In the least similar stratum, [0, 1/3) (40 test rows): MAE 0.750 (95% CI 0.650 to 0.850); 1-NN (3.000) is at least as good.',
      ],
    ],
    [
      'names the baselines of which that is not significant',
      {
        overall: value(0.5, beats('unclear', 'yes')),
        lowest: value(0.75, beats('unclear', 'unclear')),
        baselines: both,
      },
      [
        'MAE 0.500 (95% CI 0.400 to 0.600) overall, better than every baseline, but not significantly better than train mean.',
        'In the least similar stratum, [0, 1/3) (40 test rows): MAE 0.750 (95% CI 0.650 to 0.850), better than every baseline, but not significantly better than train mean or 1-NN.',
      ],
    ],
    [
      'says that all baselines do as well, and why a metric is undefined',
      {
        overall: value(0.5, beats('no', 'no')),
        lowest: { value: null, reason: 'small_stratum' },
        sizes: [1, 99],
        baselines: both,
      },
      [
        'MAE 0.500 (95% CI 0.400 to 0.600) overall; every baseline is at least as good.',
        'In the least similar stratum, [0, 1/3) (1 test row): MAE is not computed: too few rows.',
      ],
    ],
    [
      'claims nothing without intervals, or without baselines',
      {
        overall: value(0.5, beats('unclear', 'unclear'), null),
        lowest: value(0.75, undefined, null),
      },
      [
        'MAE 0.500 overall, better than every baseline; significance is unknown without intervals.',
        'In the least similar stratum, [0, 1/3) (40 test rows): MAE 0.750.',
      ],
    ],
    [
      'takes the first stratum that has rows, and says where all are in one',
      { overall: value(0.5), sizes: [0, 100] },
      [
        'MAE 0.500 (95% CI 0.400 to 0.600) overall.',
        'All 100 test rows are in one stratum of similarity, [1/3, 1].',
      ],
    ],
    [
      'names the best baseline where there is no model',
      { baselines: both },
      [
        'The best baseline overall is 1-NN: MAE 0.900 (95% CI 0.800 to 1.000).',
        'In the least similar stratum, [0, 1/3) (40 test rows): the best baseline is train mean: MAE 2.000 (95% CI 1.900 to 2.100).',
      ],
    ],
    [
      'counts tasks where units allow no mean',
      {
        overall: {
          value: null,
          reason: 'different_units',
          against: {
            train_mean: { median_ratio: 0.5, better: 6, of: 7 },
            nearest_neighbour: { median_ratio: 0.9, better: 4, of: 7 },
          },
        },
        lowest: { value: null, reason: 'different_units', against: {} },
        baselines: both,
        tasks: 7,
      },
      [
        'Over 7 tasks: MAE overall of the model is better than that of train mean in 6 of 7 tasks and 1-NN in 4 of 7 tasks.',
        'In the least similar stratum, [0, 1/3) (40 true values): MAE has no mean over tasks of different units.',
      ],
    ],
    [
      'says over how many classes a mean is',
      { overall: value(0.5), lowest: value(0.6), tasks: 3, task: 'multiclass' },
      [
        'Over 3 classes: MAE 0.500 (95% CI 0.400 to 0.600) overall.',
        'In the least similar stratum, [0, 1/3) (40 test rows): MAE 0.600 (95% CI 0.500 to 0.700).',
      ],
    ],
  ])('%s', (_, given, expected) => expect(scoreAnswer(made(given))).toEqual(expected));

  it('is the end of a screen and the start of a file', () => {
    const summary = made({
      overall: value(0.5, beats('yes', 'yes')),
      lowest: value(0.75, beats('no', 'no')),
      baselines: both,
    });
    expect(renderScore(summary, plainStyle)).toMatch(
      /\n\nMAE 0\.500 \(95% CI 0\.400 to 0\.600\) overall, significantly better than every\nbaseline\.\nIn the least .*\nto 0\.850\); every baseline is at least as good\.\n$/,
    );
    expect(scoreMarkdown(summary)).toMatch(
      /^\*\*MAE 0\.500 \(95% CI .* at least as good\.\*\*\n\n/,
    );
    expect(scoreMarkdown(made({}))).not.toMatch(/^\*\*\*\*/);
  });
});

describe('the answer of several tasks', () => {
  const suite = {
    command: 'score',
    version: '0',
    reference: null,
    kind: 'tasks',
    macro_average: {},
    warnings: [],
    suite: [
      made({ overall: value(0.5, beats('yes', 'yes')), lowest: value(1, beats('no', 'yes')) }),
      made({ overall: value(0.5, beats('yes', 'unclear')), lowest: value(1, beats('yes', 'yes')) }),
      made({ overall: value(0.5), lowest: { value: null, reason: 'small_stratum' } }),
    ].map((task, t): SuiteTask => ({ ...task, name: `t${t}`, reference: null })),
  } satisfies SuiteSummary;

  it('counts how they stand', () => {
    expect(suiteAnswer(suite)).toEqual([
      'Overall the model is significantly better than every baseline in 1 of 3 tasks; better, not significantly, in 1; not compared in 1.',
      'In the least similar stratum it is significantly better than every baseline in 1 of 3 tasks; no better than a baseline in 1; undefined in 1.',
    ]);
    expect(renderSuite(suite, plainStyle)).toMatch(
      /\n\nOverall the model is [^:]*; undefined in 1\.\n$/,
    );
  });
});
