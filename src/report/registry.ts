import { TanimarkError } from '../errors.js';
import { list } from '../text.js';
import { comment } from './reporters/comment.js';
import { csv } from './reporters/csv.js';
import { json, table } from './reporters/every-result.js';
import { html } from './reporters/html.js';
import { junit } from './reporters/junit.js';
import { latex } from './reporters/latex.js';
import { markdown } from './reporters/markdown.js';
import type { Reporter } from './reporters/reporter.js';
import type { ResultName, Results } from './results.js';
import { plainStyle, type Style } from './style.js';

/** Every format of results, the default first. To add one, write its file and put it here. */
const reporters: Reporter[] = [table, json, csv, markdown, latex, html, comment, junit];

/** Every registered reporter, the default first. */
export function allReporters(): readonly Reporter[] {
  return reporters;
}

/**
 * Adds a format to those of the results that it renders.
 *
 * @returns removes it
 * @throws TanimarkError (usage) where another reporter has its name or one of its endings
 */
export function registerReporter(reporter: Reporter): () => void {
  const taken = reporters.find(
    ({ name, endings }) =>
      name === reporter.name || endings.some((own) => reporter.endings.includes(own)),
  );
  if (taken) {
    throw new TanimarkError(
      'usage',
      `reporter "${reporter.name}": the reporter "${taken.name}" has the same name or file ending; choose another`,
    );
  }
  reporters.push(reporter);
  return () => {
    reporters.splice(reporters.indexOf(reporter), 1);
  };
}

/** The reporters of any of some results. */
export function reportersOf(...results: readonly ResultName[]): Reporter[] {
  return reporters.filter(({ renderers }) => results.some((name) => renderers[name]));
}

/** The reporter of a file, by the ending of its name; undefined where no reporter of these results has it. */
export function reporterOfFile(path: string, results: readonly ResultName[]): Reporter | undefined {
  const ending = /\.[^./\\]+$/.exec(path)?.[0].toLowerCase();
  return reportersOf(...results).find(
    ({ endings }) => ending !== undefined && endings.includes(ending),
  );
}

/** The usual endings of files in which any of some results are written, such as `.json`. */
export function resultEndings(...results: readonly ResultName[]): string[] {
  return reportersOf(...results).flatMap(({ endings }) => endings.slice(0, 1));
}

/** The reporter of a file, as {@link reporterOfFile}. @throws TanimarkError (usage) where none is found */
export function requireReporterOfFile(path: string, results: readonly ResultName[]): Reporter {
  const found = reporterOfFile(path, results);
  if (found) return found;
  throw new TanimarkError(
    'usage',
    `-o ${path}: cannot tell the format from its ending; end the name in ${list(resultEndings(...results), 'or')}, or say --format`,
  );
}

/** Refuses a format that a result does not have. @throws TanimarkError (usage) */
export function checkFormat(result: ResultName, format: string, what: string): void {
  const known = reportersOf(result);
  if (known.some(({ name }) => name === format)) return;
  const title = reporters.find(({ name }) => name === format)?.title ?? format;
  const choices = list(
    known.map(({ name }) => name),
    'or',
  );
  throw new TanimarkError('usage', `${what} cannot be written as ${title}; choose ${choices}`);
}

/**
 * A result as text.
 *
 * @param format the name of a reporter
 * @param style colors and width of a terminal; none and 80 columns unless given
 * @throws TanimarkError (usage) where the result does not have that format
 */
export async function renderResult<Name extends ResultName>(
  name: Name,
  format: string,
  result: Results[Name],
  style: Style = plainStyle,
): Promise<string> {
  checkFormat(name, format, `a result of ${name}`);
  const reporter = reporters.find((one) => one.name === format) as Reporter;
  const load = reporter.renderers[name] as NonNullable<Reporter['renderers'][Name]>;
  return (await load())(result, style);
}
