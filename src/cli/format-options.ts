import type { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { resultOptions } from '../options/table.js';
import {
  allReporters,
  reporterOfFile,
  reportersOf,
  requireReporterOfFile,
  resultEndings,
} from '../report/registry.js';
import type { ResultName } from '../report/results.js';
import type { Style } from '../report/style.js';
import { addOptions } from './add-options.js';
import { commandLine } from './run-state.js';

/** In which form the result is wanted, and where. */
export interface FormatFlags {
  readonly format?: string;
  readonly json?: boolean;
  readonly output?: string;
  readonly figures?: string;
}

/** @param results what the command may have for a result */
export function addFormatOptions(command: Command, ...results: readonly ResultName[]): Command {
  const names = reportersOf(...results).map(({ name }) => name);
  const [usual] = allReporters();
  return addOptions(command, resultOptions(names, resultEndings(...results), usual.name));
}

/**
 * The name of the format that was requested, else that of the output's ending, else the usual one.
 *
 * @throws TanimarkError (usage) where none can be told, or flags contradict each other
 */
export function formatOf(
  { format, json, output }: FormatFlags,
  ...results: readonly ResultName[]
): string {
  if (json && format !== undefined && format !== 'json') {
    throw new TanimarkError('usage', `--json and --format ${format}: choose one of them`);
  }
  const byEnding = output === undefined ? undefined : reporterOfFile(output, results)?.name;
  if (json && byEnding !== undefined && byEnding !== 'json') {
    throw new TanimarkError(
      'usage',
      `--json and -o ${output}: the ending says another format; end the name in .json, or leave --json out`,
    );
  }
  if (json) return 'json';
  if (format !== undefined) return format;
  if (output === undefined) return allReporters()[0].name;
  return requireReporterOfFile(output, results).name;
}

/** Whether a format is a table that a pipeline reads. */
export function isData(format: string): boolean {
  return allReporters().some(({ name, isData }) => name === format && isData === true);
}

/** A style for a result that may be a page. @throws TanimarkError (usage) for `--structures` of another format */
export function withPage(
  style: Style,
  format: string,
  { structures }: { readonly structures?: number | undefined } = {},
): Style {
  checkStructures(format, structures);
  return { ...style, page: { structures, command: commandLine() } };
}

/** Refuses `--structures` where it has no effect. @throws TanimarkError (usage) */
export function checkStructures(format: string, structures: number | undefined): void {
  if (structures === undefined || format === 'html') return;
  throw new TanimarkError(
    'usage',
    '--structures has no effect: structures are drawn in HTML alone; add -o report.html',
  );
}
