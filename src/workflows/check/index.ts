import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import type { TanimarkError } from '../../errors.js';
import type { ModeledTarget } from '../../evaluation/predictions/models.js';
import type { ScoredRows } from '../../evaluation/scored-rows.js';
import { type BaselineTask, isBaselineFile } from '../../gate/baseline/file.js';
import { baselineChanges } from '../../gate/baseline/history.js';
import { readBaselineFile, strataOf } from '../../gate/baseline/rows.js';
import { baselineOf } from '../../gate/baseline/source.js';
import { CONFIG_NAMES } from '../../gate/config/load.js';
import type { GateConfig, TaskConfig } from '../../gate/config/types.js';
import { AS_KEYS, CheckFailure, checkError } from '../../gate/failure.js';
import { type GateTask, withGateTask } from '../../gate/gate-task.js';
import { decided } from '../../gate/rules/decide.js';
import { type Judged, judgeTarget } from '../../gate/rules/judge.js';
import {
  checkTasks,
  groupingsOf,
  groupLabel,
  type NamedTargets,
  type NumberedRule,
  numbered,
  rulesFor,
  targetName,
} from '../../gate/rules/places.js';
import {
  sameNotes,
  sideNotes,
  suspectErrors,
  unruledNotes,
} from '../../gate/rules/sanity-checks.js';
import { gateVerdict } from '../../gate/rules/verdict.js';
import type { CheckError, CheckedTask, CheckSummary, CommitRef } from '../../gate/types.js';
import { Job } from '../../job.js';
import { Random } from '../../random.js';
import { spelledAs } from '../../spelling.js';
import { plural } from '../../text.js';
import { VERSION } from '../../version.js';
import { judgeAudit } from './audit.js';
import { describeTask, namedOutcomes } from './describe.js';
import { checkNamedFiles } from './named-files.js';

/** One task of the configuration after its check. */
interface CheckedSubject extends NamedTargets {
  readonly checked: readonly CheckedTask[];
  readonly rdkit: string;
  /** The commit that its baseline is of; null for the working folder. */
  readonly at: CommitRef | null;
}

/** Results that all tasks append to. */
interface Findings {
  readonly outcomes: Judged[];
  readonly errors: CheckError[];
  readonly warnings: string[];
}

/**
 * Runs the gate: checks predictions against the rules of a configuration. A problem with an input becomes an error in
 * the result, so that every output shows it, and is never a pass.
 *
 * @throws AbortedError
 */
export async function check(
  gate: GateConfig,
  cache?: StructureCache | undefined,
  job = new Job(),
): Promise<CheckSummary> {
  return spelledAs(AS_KEYS, () => checkAll(gate, cache, job));
}

async function checkAll(
  gate: GateConfig,
  cache: StructureCache | undefined,
  job: Job,
): Promise<CheckSummary> {
  const rules = numbered(gate);
  const findings: Findings = { outcomes: [], errors: [], warnings: sideNotes(rules) };
  const tasks = gate.tasks.filter((config) => mayRead(gate, config, findings));
  const changes = baselineChanges({ ...gate, tasks }, findings.warnings);
  findings.errors.push(...idleRef(gate));
  const subjects: CheckedSubject[] = [];
  let rdkit: string | null = null;
  for (const config of tasks) {
    try {
      const subject = await checkTask(gate, config, rules, findings, cache, job);
      if (subject) subjects.push(subject);
      rdkit = subject?.rdkit ?? rdkit;
    } catch (error) {
      const failure = checkError(error, config.name);
      findings.errors.push(failure);
      // The audit would say the same.
      if (failure.name === 'split_changed') continue;
    }
    try {
      const audited = await judgeAudit(gate, config, cache, job);
      findings.outcomes.push(...(audited?.outcomes ?? []));
      rdkit = audited?.rdkit ?? rdkit;
    } catch (error) {
      findings.errors.push(checkError(error, config.name));
    }
  }
  if (subjects.length === gate.tasks.length) {
    for (const failure of checkTasks(rules, subjects)) {
      findings.errors.push(checkError(failure, null));
    }
  }
  const { warnings } = findings;
  const errors = distinct(findings.errors);
  const outcomes = namedOutcomes(decided(findings.outcomes));
  const { verdict, exit_code } = gateVerdict(outcomes, errors.length, gate.inconclusive);
  const count = (what: string) => outcomes.filter((outcome) => outcome.verdict === what).length;
  return {
    command: 'check',
    baseline_changes: changes,
    baseline_ref: subjects.find(({ at }) => at)?.at ?? null,
    version: VERSION,
    rdkit,
    config: gate.path,
    seed: gate.seed,
    verdict,
    exit_code,
    policy: gate.inconclusive,
    counts: {
      pass: count('pass'),
      fail: count('fail'),
      inconclusive: count('inconclusive'),
    },
    outcomes,
    errors,
    tasks: subjects.flatMap(({ checked }) => checked),
    warnings: [...new Set(warnings)],
  };
}

/**
 * The result where the configuration itself is wrong.
 *
 * @param config its path; null where it was to be found
 * @param error what is wrong
 */
export function failedCheck(config: string | null, error: TanimarkError): CheckSummary {
  return {
    command: 'check',
    baseline_changes: [],
    baseline_ref: null,
    version: VERSION,
    rdkit: null,
    config: config ?? CONFIG_NAMES[0],
    seed: 0,
    verdict: 'fail',
    exit_code: 2,
    policy: 'warn',
    counts: { pass: 0, fail: 0, inconclusive: 0 },
    outcomes: [],
    errors: [checkError(error, null)],
    tasks: [],
    warnings: [],
  };
}

/** Whether the files of a task may be read; if not, that is an error. */
function mayRead(gate: GateConfig, config: TaskConfig, { errors }: Findings): boolean {
  try {
    checkNamedFiles(gate, config);
    return true;
  } catch (error) {
    errors.push(checkError(error, config.name));
    return false;
  }
}

/** Holds the predictions of one task against the rules that are about it; nothing where none is. */
async function checkTask(
  gate: GateConfig,
  config: TaskConfig,
  rules: readonly NumberedRule[],
  findings: Findings,
  cache: StructureCache | undefined,
  job: Job,
): Promise<CheckedSubject | null> {
  if (rules.length === 0) return null;
  const compared = rules.some(({ tolerance }) => tolerance !== null);
  const { baseline } = config;
  const fromFile = (path: string) => isBaselineFile(path) || gate.baselineRef !== undefined;
  const file = baseline !== null && fromFile(baseline) ? readBaselineFile(baseline, gate) : null;
  const wanted = { by: groupingsOf(rules, config.name), compared, cache };
  return withGateTask(gate, config, wanted, job, async (read) => {
    const { targets, name } = read;
    const own = name === null ? '' : `${name}: `;
    const theirs = baselineOf(read, file?.tasks ?? null, findings.warnings);
    const subject = theirs ? { ...read, context: theirs.context } : read;
    const random = new Random(gate.seed);
    const checked: CheckedTask[] = [];
    for (const [t, target] of targets.entries()) {
      const compares = rulesFor(rules, subject, target).some((rule) => rule.tolerance !== null);
      const notes: string[] = [];
      const judged = await judgeTarget(
        gate,
        rules,
        subject,
        target,
        compares ? (theirs?.sources[t] ?? null) : null,
        random.fork(),
        job,
        notes,
      );
      findings.outcomes.push(...judged.outcomes);
      findings.errors.push(...judged.errors);
      if (theirs?.task) {
        findings.errors.push(...fewerRows(subject, target, judged.scored, theirs.task));
      }
      const baseline = theirs?.sources[t].model ?? null;
      // Where a metric has no value, that is said alone.
      if (judged.errors.length === 0) {
        findings.errors.push(...suspectErrors(subject, target, baseline));
      }
      notes.push(...unruledNotes(rules, subject, target));
      if (compares && theirs) notes.push(...sameNotes(target, theirs.sources[t].model));
      findings.warnings.push(...notes.map((note) => `${own}${note}`));
      checked.push(describeTask(subject, target, judged.scored, file));
    }
    findings.warnings.push(...subject.warnings.map((warning) => `${own}${warning}`));
    return {
      name,
      targets: targets.map((target) => ({ name: target.name, task: target.task })),
      checked,
      rdkit: subject.rdkit,
      at: file?.at ?? null,
    };
  });
}

/** Errors of a file occur both in its rules and in its audit; each is listed once. */
function distinct(errors: readonly CheckError[]): CheckError[] {
  const key = ({ name, task, message }: CheckError) => JSON.stringify([name, task, message]);
  return [...new Map(errors.map((error) => [key(error), error])).values()];
}

/** A commit to read baselines from does nothing where there is no baseline. */
function idleRef({ baselineRef, tasks }: GateConfig): CheckError[] {
  if (baselineRef === undefined || tasks.some(({ baseline }) => baseline !== null)) return [];
  const message = `--baseline-ref ${baselineRef}: no rule compares with a baseline; leave it out`;
  return [{ name: 'input', task: null, message }];
}

/** Strata that have lost rows since the baseline was made. */
function fewerRows(
  subject: GateTask,
  target: ModeledTarget,
  { parts }: ScoredRows,
  baseline: BaselineTask,
): CheckError[] {
  const { labels } = subject.settings.bins;
  const count = (bin: string) => {
    const b = labels.indexOf(bin);
    if (b >= 0) return parts.strata[b].rows.length;
    const grouping = parts.by.find(({ by }) => bin.startsWith(`${by}=`));
    const found = grouping?.parts.find(({ value }) => groupLabel(grouping.by, value) === bin);
    // No rule looks at groups of that kind any more.
    return grouping ? (found?.rows.length ?? 0) : Number.POSITIVE_INFINITY;
  };
  return strataOf(baseline, target.name).flatMap(({ bin, n }) => {
    const now = count(bin);
    if (now >= n) return [];
    const failure = new CheckFailure(
      'fewer_rows',
      `${bin} has ${plural(now, 'test row')}, and ${n} in the baseline; the training set changed, or predictions are missing; if this is intended, update the baseline with: tanimark check --update-baseline`,
    );
    return [checkError(failure, targetName(subject, target.name))];
  });
}
