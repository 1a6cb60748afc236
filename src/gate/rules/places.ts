import type { ModeledTarget } from '../../evaluation/predictions/models.js';
import type { Strata, Stratum } from '../../evaluation/strata/strata.js';
import { metricNamed } from '../../metrics/registry.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { list, nearestWord } from '../../text.js';
import type { GateConfig, Rule } from '../config/types.js';
import { CheckFailure } from '../failure.js';

/** A rule, and its number in the configuration. */
export interface NumberedRule extends Rule {
  readonly number: number;
}

/** The rows that a rule looks at. */
export interface Place {
  /** `overall`, the label of a bin, or `scaffold=unseen`. */
  readonly label: string;
  readonly part: Stratum;
}

export function numbered({ rules }: GateConfig): NumberedRule[] {
  return rules.map((rule, r) => ({ ...rule, number: r + 1 }));
}

/** A task of the configuration, and what is scored of it. */
export interface NamedTargets {
  /** Null where there is one task without a name. */
  readonly name: string | null;
  readonly targets: readonly Pick<ModeledTarget, 'name' | 'task'>[];
}

/** The groupings that the rules of a task ask for; null is the only one. */
export function groupingsOf(rules: readonly Rule[], name: string | null): string[] {
  const own = rules.filter(
    ({ task }) => task === null || name === null || task === name || task.startsWith(`${name}/`),
  );
  return [...new Set(own.flatMap(({ rows }) => (rows.kind === 'group' ? [rows.by] : [])))];
}

/** Name of a group: `scaffold=unseen`. */
export function groupLabel(by: string, value: string): string {
  return `${by}=${value}`;
}

/** Name of a target: its task, its label column, or both. */
export function targetName({ name, targets }: NamedTargets, target: string): string | null {
  if (targets.length === 1) return name;
  return name === null ? target : `${name}/${target}`;
}

/** The rules of a target: those for every one, of the kind of its labels, and those that name it or its task. */
export function rulesFor(
  rules: readonly NumberedRule[],
  subject: NamedTargets,
  target: Pick<ModeledTarget, 'name' | 'task'>,
): NumberedRule[] {
  const full = targetName(subject, target.name);
  return rules.filter(({ task, metric }) => {
    if (task === null) return metricNamed(metric)?.labels === target.task;
    return (
      task === full || task === subject.name || (subject.name === null && task === target.name)
    );
  });
}

/** A rule that no target is looked at by is a mistake. @throws CheckFailure (missing_stratum) */
export function checkTasks(
  rules: readonly NumberedRule[],
  subjects: readonly NamedTargets[],
): CheckFailure[] {
  const names = subjects.flatMap((subject) =>
    subject.targets.map(({ name }) => targetName(subject, name)),
  );
  const known = names.filter((name) => name !== null);
  return rules.flatMap((rule) => {
    const used = subjects.some((subject) =>
      subject.targets.some((target) => rulesFor([rule], subject, target).length > 0),
    );
    if (used) return [];
    const { number, task, metric } = rule;
    if (task === null) {
      const labels = metricNamed(metric)?.labels;
      return [
        new CheckFailure(
          'missing_stratum',
          `rule ${number}: ${metric} is for ${labels}, and there is no such task; choose another metric`,
        ),
      ];
    }
    const near = nearestWord(task, known);
    return [
      new CheckFailure(
        'missing_stratum',
        `rule ${number}: unknown task "${task}"${near ? ` (did you mean ${near}?)` : ''}; ${known.length > 0 ? `choose from ${list(known)}` : 'the only task has no name: leave `task` out'}`,
      ),
    ];
  });
}

/**
 * The rows that a rule is about.
 *
 * @throws CheckFailure (missing_stratum) when there are none
 */
export function placesFor(
  { number, rows, stratum }: NumberedRule,
  { all, strata, by }: Strata,
  bins: SimilarityBins,
): Place[] {
  const missing = (what: string) => new CheckFailure('missing_stratum', `rule ${number}: ${what}`);
  const labeled = strata.map((part, b): Place => ({ label: bins.labels[b], part }));
  const filled = (place: Place): Place[] => {
    if (place.part.rows.length > 0) return [place];
    throw missing(`no test row is in ${place.label}`);
  };
  switch (rows.kind) {
    case 'overall':
      return filled({ label: 'overall', part: all });
    case 'lowest':
      return filled(labeled[0]);
    case 'highest':
      return filled(labeled[labeled.length - 1]);
    case 'each':
      // A stratum that the baseline had rows in is missed there.
      return labeled.filter(({ part }) => part.rows.length > 0);
    case 'bin': {
      const plain = (text: string) => text.replace(/\s+/g, '');
      const found = labeled.find(({ label }) => plain(label) === plain(rows.label));
      if (found) return filled(found);
      throw missing(`unknown stratum "${stratum}"; choose from ${list(bins.labels)}`);
    }
    case 'group': {
      const grouping = by.find((g) => g.by === rows.by);
      const found = grouping?.parts.find(({ value }) => value === rows.value);
      if (found) return [{ label: groupLabel(rows.by, rows.value), part: found }];
      const values = grouping?.parts.map(({ value }) => value) ?? [];
      throw missing(
        `no test row has ${rows.by} "${rows.value}"; the values are ${list(values) || 'all missing'}`,
      );
    }
  }
}
