import { isAbsolute, join, sep } from 'node:path';
import type { Amount } from '../../amount.js';
import { relocatedSpec } from '../../chemistry/own-fingerprints/spec.js';
import { relocatedPairs } from '../../dataset/pairs/files.js';
import { DEFAULT_BOOTSTRAP, DEFAULT_MIN_N } from '../../statistics/resampling.js';
import { nearestWord } from '../../text.js';
import { isBaselineFile } from '../baseline/file.js';
import type { Problem } from './problem.js';
import type { ConfigInput, DataInput, RuleInput } from './schema.js';
import type { AuditRule, GateConfig, Rule, TaskConfig } from './types.js';

/** Whether a rule compares with the baseline. */
function compares({ min, max, maxDrop, margin }: RuleInput): boolean {
  return maxDrop !== undefined || margin !== undefined || (min === undefined && max === undefined);
}

/**
 * Puts the defaults in place, and checks what takes more than one value to tell.
 *
 * @param path what messages call its file
 * @param folder the folder that its paths are relative to, from the working folder
 * @returns or everything that is wrong
 */
export function resolveConfig(
  input: ConfigInput,
  path: string,
  folder: string,
): GateConfig | Problem[] {
  const problems: Problem[] = [];
  const rules = (input.rules ?? []).map((rule, r) => resolveRule(rule, r, input, problems));
  if (rules.length === 0 && !input.audit) {
    const key = input.rules ? 'rules' : undefined;
    problems.push({
      path: key ? [key] : [],
      message: `${key ? 'is empty' : 'has no rules'}, so nothing would be checked; give rules or audit, such as rules: [{metric: mae, max: 0.7}]`,
    });
  }
  checkRuleNames(input, problems);
  const tasks = resolveTasks(input, folder, problems);
  checkTaskNames(input, problems);
  checkBaselines(input, tasks, problems);
  const audit = resolveAudit(input, problems);
  checkIntervals(input, problems);
  if (problems.length > 0) return problems;
  return {
    path,
    folder,
    tasks: tasks.map((task) => ({
      ...task,
      baseline: usesBaseline(rulesOf(input, task), task.baseline) ? task.baseline : null,
    })),
    rules,
    audit,
    inconclusive: input.inconclusive ?? 'warn',
    seed: input.seed ?? 0,
    bootstrap: input.bootstrap ?? DEFAULT_BOOTSTRAP,
    resample: input.resample,
    minN: input.minN ?? DEFAULT_MIN_N,
  };
}

function resolveRule(rule: RuleInput, r: number, input: ConfigInput, problems: Problem[]): Rule {
  const { min, max, on, stratum } = rule;
  const path = ['rules', r];
  const limited = min !== undefined || max !== undefined;
  if (min !== undefined && max !== undefined && min > max) {
    problems.push({ path, key: 'min', message: `has a min of ${min} above its max of ${max}` });
  }
  if (on !== undefined && !limited) {
    const message = `has on: ${on}, which needs min or max; add one, or leave it out`;
    problems.push({ path, key: 'on', message });
  }
  if (rule.decide !== undefined && !compares(rule)) {
    const message = `has decide: ${rule.decide}, which needs maxDrop or margin; add one, or leave it out`;
    problems.push({ path, key: 'decide', message });
  }
  const bare = !limited && rule.maxDrop === undefined && rule.margin === undefined;
  if (bare && input.margin === undefined) {
    const message = 'has no limit; give it min, max, maxDrop or margin, or a margin at the top';
    problems.push({ path, message });
  }
  const nothing: Amount = { value: 0 };
  return {
    name: rule.name ?? null,
    metric: rule.metric,
    stratum: stratum?.written ?? 'overall',
    rows: stratum?.rows ?? { kind: 'overall' },
    task: rule.task ?? null,
    min: min ?? null,
    max: max ?? null,
    on: on ?? 'interval',
    tolerance: compares(rule)
      ? { maxDrop: rule.maxDrop ?? nothing, margin: rule.margin ?? input.margin ?? nothing }
      : null,
    decide: compares(rule) ? (rule.decide ?? input.decide ?? 'estimate') : null,
    level: rule.level ?? 'error',
  };
}

function checkRuleNames({ rules = [] }: ConfigInput, problems: Problem[]): void {
  rules.forEach(({ name }, r) => {
    const before = rules.findIndex((other) => other.name === name);
    if (name === undefined || before === r) return;
    const message = `is "${name}", the name of rules[${before}], too; give each rule a different name`;
    problems.push({ path: ['rules', r, 'name'], message });
  });
}

/** Data settings of a task, completed with those of the top level. */
function dataOf(input: ConfigInput, own: DataInput): DataInput {
  const { tasks: _, rules: __, audit: ___, $schema: ____, ...rest } = input;
  const { margin, decide, inconclusive, seed, bootstrap, resample, minN, ...top } = rest;
  const { split, data, part, train, truth, ...shared } = top;
  // A split of its own stands for the sides at the top, and the other way round.
  if (own.split !== undefined)
    return { ...(split === undefined ? { data, part } : {}), ...shared, ...own };
  if (own.train !== undefined || own.truth !== undefined) {
    return { ...shared, train, truth, ...own };
  }
  return { ...top, ...own };
}

function resolveTasks(input: ConfigInput, folder: string, problems: Problem[]): TaskConfig[] {
  if (!input.tasks) return [resolveTask(null, dataOf(input, {}), folder, [], problems)];
  return input.tasks.map(({ name, ...own }, t) =>
    resolveTask(name, dataOf(input, own), folder, ['tasks', t], problems),
  );
}

function resolveTask(
  name: string | null,
  data: DataInput,
  folder: string,
  path: readonly PropertyKey[],
  problems: Problem[],
): TaskConfig {
  const { predictions, baseline, split, data: listed, train, truth, ...rest } = data;
  const wrong = (message: string, key?: string) =>
    problems.push({ path, ...(key === undefined ? {} : { key }), message });
  if (predictions === undefined) {
    wrong('has no predictions; name their file: predictions: predictions.csv');
  }
  const side = train !== undefined ? 'train' : truth !== undefined ? 'truth' : undefined;
  if (split !== undefined && side !== undefined) {
    wrong(`has both split and ${side}; give split, or train and truth`, side);
  } else if (side === 'truth') {
    wrong('has truth without train; add train with the file of training molecules', 'truth');
  } else if (split === undefined && train === undefined) {
    wrong('has no split; give split: split.csv, or train: train.csv and truth: test.csv');
  }
  if (data.splitColumn !== undefined && split === undefined && train !== undefined) {
    wrong('has both splitColumn and train; leave splitColumn out', 'splitColumn');
  }
  for (const [key, value] of Object.entries({ data: listed, part: rest.part })) {
    if (value === undefined || split !== undefined) continue;
    wrong(`has ${key} without split; give split with the file that lists the rows`, key);
  }
  const at = (file: string | undefined) => (file === undefined ? undefined : fileAt(folder, file));
  if (baseline !== undefined && at(baseline) === at(predictions)) {
    wrong(
      'has the same file for baseline and predictions; give baseline: tanimark.baseline.json',
      'baseline',
    );
  }
  return {
    name,
    predictions: at(predictions) ?? '',
    baseline: at(baseline) ?? null,
    split: at(split),
    data: at(listed),
    train: at(train),
    truth: at(truth),
    ...relocatedPairs(rest, (file) => fileAt(folder, file)),
    ...(rest.fingerprint === undefined
      ? {}
      : { fingerprint: relocatedSpec(rest.fingerprint, (file) => fileAt(folder, file)) }),
    maxInvalid: data.maxInvalid ?? '10%',
  };
}

/** A file by its path from here. Bundled data sets have none, and absolute paths stay as they are. */
export function fileAt(folder: string, file: string): string {
  if (file.startsWith('dataset:') || isAbsolute(file)) return file;
  const path = join(folder, file).split(sep).join('/');
  // Alone that would be standard input.
  return path === '-' ? './-' : path;
}

/** Rules that apply to a task; a name that is none of a task may be one of its label columns. */
function rulesOf({ rules = [], tasks = [] }: ConfigInput, { name }: TaskConfig): RuleInput[] {
  return rules.filter(
    ({ task }) => task === undefined || task === name || !tasks.some((one) => one.name === task),
  );
}

function checkTaskNames({ rules = [], tasks, label }: ConfigInput, problems: Problem[]): void {
  if (!tasks) return;
  const names = tasks.map(({ name }) => name);
  names.forEach((name, t) => {
    const before = names.indexOf(name);
    if (before === t) return;
    const message = `is "${name}", the name of tasks[${before}], too; give each task a different name`;
    problems.push({ path: ['tasks', t, 'name'], message });
  });
  if (tasks.some((task) => (task.label ?? label)?.includes(','))) return;
  rules.forEach(({ task }, r) => {
    if (task === undefined || names.includes(task)) return;
    const near = nearestWord(task, names);
    const message = `is "${task}", an unknown task${near ? `; did you mean ${near}?` : `; choose from ${names.join(', ')}`}`;
    problems.push({ path: ['rules', r, 'task'], message });
  });
}

function checkBaselines(
  input: ConfigInput,
  tasks: readonly TaskConfig[],
  problems: Problem[],
): void {
  const rules = input.rules ?? [];
  const without = tasks.filter(({ baseline }) => baseline === null);
  rules.forEach((rule, r) => {
    const lacking = without.find((task) => rulesOf({ ...input, rules: [rule] }, task).length > 0);
    if (!compares(rule) || !lacking) return;
    const what = lacking.name === null ? '' : ` for the task ${lacking.name}`;
    const message = `compares with a baseline, and none is given${what}; add baseline: tanimark.baseline.json and run tanimark check --update-baseline`;
    problems.push({ path: ['rules', r], message });
  });
  if (rules.some(compares)) return;
  const idle = 'has no effect, because no rule compares with a baseline';
  const message = `${idle}; give a rule maxDrop or margin, or leave it out`;
  const check = (baseline: string | undefined, path: (string | number)[]) => {
    if (baseline !== undefined && !usesBaseline(rules, baseline)) problems.push({ path, message });
  };
  check(input.baseline, ['baseline']);
  for (const key of ['margin', 'decide'] as const) {
    if (input[key] !== undefined) problems.push({ path: [key], message });
  }
  input.tasks?.forEach(({ baseline }, t) => {
    check(baseline, ['tasks', t, 'baseline']);
  });
}

/** A baseline file knows the test set, which serves every rule; a table of predictions serves those that compare. */
function usesBaseline(rules: readonly RuleInput[], baseline: string | null): boolean {
  if (rules.some(compares)) return true;
  return rules.length > 0 && baseline !== null && isBaselineFile(baseline);
}

function resolveAudit({ audit }: ConfigInput, problems: Problem[]): AuditRule | null {
  if (!audit) return null;
  const { standardize: _, level: __, ...limits } = audit;
  if (Object.values(limits).every((limit) => limit === undefined)) {
    const message = 'has no limit; give it maxDuplicates: 0, or leave it out';
    problems.push({ path: ['audit'], message });
  }
  return { ...audit, level: audit.level ?? 'error' };
}

/** Fewer draws have no 2.5% ends to speak of; an interval of one draw is a point, and settles any doubt. */
const LEAST_DRAWS = 100;

/** Without draws there are no intervals, and a rule that needs one would never tell anything. */
function checkIntervals({ rules = [], bootstrap }: ConfigInput, problems: Problem[]): void {
  if (bootstrap === undefined || bootstrap >= LEAST_DRAWS) return;
  const r = rules.findIndex((rule) => compares(rule) || rule.on !== 'value');
  if (r < 0) return;
  const gives = bootstrap === 0 ? 'gives no intervals' : 'is too few for an interval';
  const message = `is ${bootstrap}, which ${gives}, and rules[${r}] needs an interval; give 2000, or use on: value for min and max`;
  problems.push({ path: ['bootstrap'], message });
}
