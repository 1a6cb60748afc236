import type {
  CheckError,
  CheckedTask,
  CheckOutcome,
  CheckSummary,
} from '../../../src/gate/types.js';

/** An outcome by hand: the MAE of the lowest stratum against the baseline, passed unless told otherwise. */
export function outcome(given: Partial<CheckOutcome> = {}): CheckOutcome {
  const { kind = 'drop' } = given;
  const drop = kind === 'drop';
  const audit = kind === 'audit';
  return {
    rule: audit ? null : 1,
    name: 'mae change in [0, 1/3)',
    task: null,
    kind,
    metric: audit ? null : 'mae',
    stratum: audit ? null : '[0, 1/3)',
    level: 'error',
    verdict: 'pass',
    n: 120,
    value: 0.602,
    ci95: audit ? null : [0.551, 0.66],
    limit: null,
    audit_limit: null,
    on: kind === 'min' || kind === 'max' ? 'interval' : null,
    baseline: drop ? 0.612 : null,
    drop: drop ? -0.01 : null,
    ratio_ci95: null,
    drop_ci95: drop ? [-0.03, 0.02] : null,
    tolerance: drop ? 0.05 : null,
    detectable: null,
    decide: drop ? 'estimate' : null,
    p: drop ? 0.6 : null,
    p_corrected: drop ? 0.01 : null,
    comparisons: drop ? 3 : null,
    reason: null,
    ...given,
  };
}

export function task(given: Partial<CheckedTask> = {}): CheckedTask {
  return {
    name: null,
    inputs: [{ role: 'predictions', path: 'new.csv', sha256: '0'.repeat(64), rows: 360 }],
    task: 'regression',
    rows: 360,
    molecules: 358,
    resampled: { unit: 'molecule', count: 358 },
    test_set: 'f'.repeat(64),
    strata: [
      { bin: '[0, 1/3)', n: 120 },
      { bin: '[1/3, 2/3)', n: 120 },
      { bin: '[2/3, 1]', n: 120 },
    ],
    parameters: {},
    ...given,
  };
}

/** A summary whose verdict, exit code and counts are those of its outcomes, errors and policy. */
export function summaryOf(
  outcomes: readonly CheckOutcome[],
  given: Partial<CheckSummary> & { readonly errors?: readonly CheckError[] } = {},
): CheckSummary {
  const { errors = [], policy = 'warn' } = given;
  const decisive = (verdict: string) =>
    outcomes.some((o) => o.level === 'error' && o.verdict === verdict);
  const failed = errors.length > 0 || decisive('fail');
  const open = !failed && decisive('inconclusive');
  return {
    command: 'check',
    baseline_changes: [],
    baseline_ref: null,
    version: '1.2.3',
    rdkit: '2026.09.1',
    config: 'tanimark.config.yaml',
    seed: 0,
    verdict: failed ? 'fail' : open ? 'inconclusive' : 'pass',
    exit_code: errors.length > 0 ? 2 : failed ? 1 : open && policy === 'fail' ? 3 : 0,
    policy,
    counts: {
      pass: outcomes.filter((o) => o.verdict === 'pass').length,
      fail: outcomes.filter((o) => o.verdict === 'fail').length,
      inconclusive: outcomes.filter((o) => o.verdict === 'inconclusive').length,
    },
    outcomes,
    errors,
    tasks: [task()],
    warnings: [],
    ...given,
  };
}

/** One outcome of every kind and verdict. */
export const EVERY_KIND: readonly CheckOutcome[] = [
  outcome(),
  outcome({
    name: 'mae change in [1/3, 2/3)',
    stratum: '[1/3, 2/3)',
    verdict: 'fail',
    value: 0.694,
    drop: 0.082,
    drop_ci95: [0.053, 0.11],
  }),
  outcome({
    name: 'mae change in [2/3, 1]',
    stratum: '[2/3, 1]',
    verdict: 'inconclusive',
    value: 0.652,
    drop: 0.04,
    drop_ci95: [-0.01, 0.09],
    detectable: 0.13,
  }),
  outcome({
    rule: 2,
    name: 'novel scaffolds',
    stratum: 'scaffold=unseen',
    verdict: 'inconclusive',
    level: 'warn',
    n: 12,
    drop_ci95: null,
    reason: 'small_stratum',
  }),
  outcome({
    rule: 3,
    kind: 'min',
    name: 'r2 min overall',
    metric: 'r2',
    stratum: 'overall',
    n: 360,
    value: 0.612,
    ci95: [0.551, 0.668],
    limit: 0.5,
  }),
  outcome({
    rule: 4,
    kind: 'max',
    name: 'rmse max overall',
    metric: 'rmse',
    stratum: 'overall',
    level: 'warn',
    verdict: 'fail',
    n: 360,
    value: 0.9,
    ci95: [0.85, 0.95],
    limit: 0.8,
    on: 'value',
  }),
  outcome({
    rule: 5,
    kind: 'min',
    name: 'spearman min overall',
    metric: 'spearman',
    stratum: 'overall',
    level: 'info',
    verdict: 'fail',
    n: 360,
    value: 0.41,
    ci95: [0.33, 0.48],
    limit: 0.5,
  }),
  outcome({
    rule: null,
    kind: 'audit',
    name: 'maxNear 0.9:1%',
    audit_limit: 'maxNear 0.9:1%',
    verdict: 'fail',
    n: 360,
    value: 5,
  }),
  outcome({
    rule: null,
    kind: 'audit',
    name: 'maxDuplicates 0',
    audit_limit: 'maxDuplicates 0',
    n: 360,
    value: 0,
  }),
];
