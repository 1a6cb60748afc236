import { TanimarkError } from '../../errors.js';
import type { ScoreOptions } from '../../evaluation/options.js';
import { isDirectory } from '../../folders.js';
import type { Job } from '../../job.js';
import { AUDIT } from '../../options/audit.js';
import { COMPARE, SCORE } from '../../options/evaluation.js';
import type { REPORT_OF_SPLIT } from '../../options/report.js';
import { optionName, optionValue } from '../../spelling.js';
import { printable } from '../../text.js';
import { auditSplit } from '../audit/index.js';
import type { PairAuditSummary } from '../audit/pair-split/types.js';
import type { AuditOptions, AuditSummary } from '../audit/types.js';
import { compareModels } from '../compare/index.js';
import type { CompareModelsOptions, ModelComparison } from '../compare/types.js';
import { score } from '../score/index.js';
import type { ScoreSummary } from '../score/types.js';
import type { ResultKind } from './documents.js';

/** Options of a report of a split: those of its audit, its scores and its comparison. */
export type SplitReportOptions = {
  readonly [Name in keyof typeof REPORT_OF_SPLIT]?: (ScoreOptions &
    Pick<CompareModelsOptions, 'names'>)[Name];
};

/** One chapter of a report of a split: what is run with which options. */
export type ReportPart =
  | { readonly name: 'audit'; readonly options: AuditOptions; readonly notes: readonly string[] }
  | { readonly name: 'compare'; readonly options: CompareModelsOptions }
  | {
      readonly name: 'score';
      readonly options: ScoreOptions;
      readonly model: string;
      /** Where the prediction file does not say which model it is. */
      readonly title: string | undefined;
    };

/** A result of a chapter. */
export type PartResult = AuditSummary | PairAuditSummary | ModelComparison | ScoreSummary;

/**
 * The chapters of a report of a split, in their order: the audit, the comparison of all models, the score of each.
 *
 * @param predictions a file of each model; or one file, with a column of each model named in `prediction`
 * @throws TanimarkError (usage) on options that have no effect, and on inputs that cannot be read several times
 */
export function reportParts(
  split: string,
  predictions: readonly string[],
  given: SplitReportOptions,
): ReportPart[] {
  checkInputs([split, ...predictions], predictions);
  const { names, prediction, ...rest } = given;
  const columns = predictions.length === 1 ? prediction?.split(',').map((one) => one.trim()) : [];
  const models =
    columns && columns.length > 1
      ? columns.map((column) => ({ predictions: predictions[0], prediction: column }))
      : predictions.map((path) => ({ predictions: path, prediction }));
  const isCompared = models.length > 1;
  checkEffects(given, predictions.length > 0, isCompared);
  const shared = { split, ...rest };
  const parts: ReportPart[] = [auditPart(shared)];
  if (isCompared) {
    const own =
      predictions.length > 1 ? { predictions, prediction } : { predictions, models: columns };
    const options = present({ ...ofTable(shared, COMPARE), ...own, names });
    parts.push({ name: 'compare', options: options as CompareModelsOptions });
  }
  for (const [m, own] of models.entries()) {
    const options = present({ ...ofTable(shared, SCORE), ...own, molecules: true });
    const isColumn = isCompared && predictions.length === 1;
    const named = names?.[m]?.trim() ?? (isColumn ? own.prediction : undefined);
    const title = named === undefined ? undefined : `Score of ${named} (${own.predictions})`;
    parts.push({ name: 'score', options, model: named ?? own.predictions, title });
  }
  return parts;
}

/** Several label columns are the tasks of a model; an audit is of one property. */
function auditPart(shared: SplitReportOptions & { readonly split: string }): ReportPart {
  const options = ofTable(shared, AUDIT);
  const [label, ...others] = shared.label?.split(',') ?? [];
  if (others.length === 0) return { name: 'audit', options, notes: [] };
  const note = `the audit compares labels of the first task, "${printable(label, 40)}"`;
  return { name: 'audit', options: { ...options, label }, notes: [note] };
}

/** Runs one chapter. @throws TanimarkError, AbortedError */
export async function runPart(part: ReportPart, job: Job): Promise<PartResult> {
  switch (part.name) {
    case 'audit': {
      const { summary } = await auditSplit(part.options, job);
      return { ...summary, warnings: [...part.notes, ...summary.warnings] };
    }
    case 'compare':
      return compareModels(part.options, job);
    case 'score':
      return score(part.options, job);
  }
}

/** The kind of the result of a chapter: the audit of a split of pairs is one of its own. */
export function kindOf(part: ReportPart, result: PartResult): ResultKind {
  return part.name === 'audit' && 'kind' in result ? 'pair-audit' : part.name;
}

/** Notes of all chapters, each once; of one model among several with its name. */
export function reportNotes(
  parts: readonly { readonly part: ReportPart; readonly result: PartResult }[],
): string[] {
  const all = parts.flatMap(({ result }) => [...new Set(result.warnings)]);
  const models = parts.filter(({ part }) => part.name === 'score').length;
  const notes = parts.flatMap(({ part, result }) =>
    result.warnings.map((note) => {
      const isOwn = all.indexOf(note) === all.lastIndexOf(note);
      return part.name === 'score' && models > 1 && isOwn ? `${part.model}: ${note}` : note;
    }),
  );
  return [...new Set(notes)];
}

/** Those of some options that a table has. */
function ofTable<Given extends object>(given: Given, table: object): Partial<Given> {
  const kept = Object.entries(given).filter(([name]) => Object.hasOwn(table, name));
  return Object.fromEntries(kept) as Partial<Given>;
}

/** Without what is undefined. */
function present<Given extends object>(given: Given): Given {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Given;
}

/** @throws TanimarkError (usage) */
function checkInputs(inputs: readonly string[], predictions: readonly string[]): void {
  if (inputs.includes('-')) {
    throw new TanimarkError(
      'usage',
      'report reads its inputs several times, and standard input (-) can be read only once; give files',
    );
  }
  const folder = predictions.find(isDirectory);
  if (folder !== undefined) {
    throw new TanimarkError(
      'usage',
      `${folder} is a folder; name the prediction files, one for each model`,
    );
  }
  const twice = predictions.find((path, p) => predictions.indexOf(path) < p);
  if (twice !== undefined) {
    throw new TanimarkError('usage', `${twice} is given twice; give each prediction file once`);
  }
}

/** @throws TanimarkError (usage) on an option that no chapter takes */
function checkEffects(given: SplitReportOptions, hasModels: boolean, isCompared: boolean): void {
  const used = { ...AUDIT, ...(hasModels ? SCORE : {}), ...(isCompared ? COMPARE : {}) };
  const idle = Object.entries(given).find(
    ([name, value]) => value !== undefined && !Object.hasOwn(used, name),
  );
  if (!idle) return;
  const [name] = idle;
  throw new TanimarkError(
    'usage',
    name === 'names'
      ? `${optionValue(name, String(given.names))}: it names the models of a comparison; give two prediction files or more`
      : `${optionName(name)} has no effect without a prediction file; give one, or leave it out`,
    { option: name },
  );
}
