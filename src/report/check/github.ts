import type { CheckSummary } from '../../gate/types.js';
import { plural, printable, visible } from '../../text.js';
import { screenText } from '../screen.js';
import { baselineLines } from './baseline.js';
import { isPlainName, outcomeSentence } from './sentence.js';
import { bySeverity, type Severity, severityOf } from './severity.js';

/** GitHub shows ten annotations of each type for a step, and drops the others without a word. */
const MOST = 10;

interface Annotation {
  readonly severity: Exclude<Severity, 'none'>;
  readonly title: string;
  readonly text: string;
}

/**
 * Workflow commands that GitHub shows as annotations of the run, for the log of a step: one line each, at most
 * ten, what matters most first; the last says how many more there are. A changed baseline is the first. Nothing where all passed.
 * (GitHub documentation, "Workflow commands"; escaping as in actions/toolkit.)
 *
 * @param file the configuration as the repository has it; the one of the summary unless given
 */
export function githubAnnotations(summary: CheckSummary, file = summary.config): string {
  const { errors, policy } = summary;
  const changed = baselineLines(summary, (text) => printable(text, 100)).map(
    (text): Annotation => ({
      // A baseline of another commit is what was asked for.
      severity: summary.baseline_changes.length > 0 ? 'warning' : 'notice',
      title: 'tanimark check: baseline',
      text,
    }),
  );
  const failed = errors.map(
    ({ name, task, message }): Annotation => ({
      severity: 'error',
      title: `tanimark check: ${name}${task === null ? '' : ` (${printable(task, 60)})`}`,
      text: message,
    }),
  );
  const all = [...changed, ...failed];
  for (const outcome of bySeverity(summary)) {
    const severity = severityOf(outcome, policy);
    if (severity === 'none') break;
    const what = outcome.verdict === 'fail' ? 'rule failed' : 'rule inconclusive';
    const name = isPlainName(outcome) ? '' : ` (${printable(outcome.name, 100)})`;
    const title = `tanimark check: ${what}${name}`;
    all.push({ severity, title, text: outcomeSentence(outcome) });
  }
  const shown = all.length > MOST ? all.slice(0, MOST - 1) : all;
  const rest = all.slice(shown.length);
  if (rest.length > 0) {
    shown.push({
      severity: rest[0].severity,
      title: 'tanimark check',
      text: `and ${plural(rest.length, 'more rule')} failed or inconclusive: see the summary of the job`,
    });
  }
  const path = file.replaceAll('\\', '/');
  return shown
    .map(({ severity, title, text }) => {
      const properties = `file=${property(path)},title=${property(title)}`;
      return `::${severity} ${properties}::${data(text)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return escaped(screenText(printable(text, 4000)));
}

/** Of a path line breaks stay what they are, so that it is that of the file. */
function property(text: string): string {
  return escaped(visible(text, '\r\n')).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
