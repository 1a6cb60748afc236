import type { CheckSummary } from '../../gate/types.js';
import { plural, printable } from '../../text.js';
import type { BaselineChange } from '../../workflows/check/changes.js';
import { shortNumber } from '../layout.js';

/** The most changed baselines that are named. */
const MOST = 3;

/**
 * Notes on the baseline that a reader needs before the result: the change under review edits it, or it is read from
 * another commit. One sentence each; none where the baseline is unchanged.
 */
export function baselineLines(
  { baseline_changes: changes, baseline_ref: at }: CheckSummary,
  quote: (text: string) => string,
): string[] {
  const used = at && commitText(at, quote);
  const lines = changes.map(({ path, kind, ...since }) => {
    const what =
      kind === 'added'
        ? `${quote(path)} is new: it is not in ${commitText(since, quote)}`
        : `${quote(path)} differs from ${commitText(since, quote)}`;
    const result = used
      ? `this result uses the one of ${used}`
      : 'this result uses the changed baseline';
    return `Baseline changed: ${what}; ${result}.`;
  });
  if (used && lines.length === 0) return [`Baseline of ${used}.`];
  const rest = lines.length - MOST;
  return rest > 0
    ? [...lines.slice(0, MOST), `Baseline changed: ${plural(rest, 'more file')}.`]
    : lines;
}

/** A metric of a baseline that was written: `mae, [0, 1/3): 0.552 → 0.661 (worse by 0.109)`. */
export function changeLine({
  task,
  metric,
  stratum,
  before,
  after,
  worse_by: by,
}: BaselineChange): string {
  const what = `${task === null ? '' : `${printable(task, 60)}: `}${metric}, ${printable(stratum, 60)}`;
  const value = after === null ? 'undefined' : shortNumber(after);
  if (before === null) return `${what}: ${value}`;
  const [own, how] =
    by === null || by === 0
      ? ['', 'unchanged']
      : [shortNumber(Math.abs(by)), by > 0 ? 'worse by ' : 'better by '];
  return `${what}: ${shortNumber(before)} → ${value} (${how}${own})`;
}

/** `origin/main (1a2b3c4)`. */
function commitText(
  { ref, commit }: { readonly ref: string; readonly commit: string },
  quote: (text: string) => string,
): string {
  return `${quote(ref)} (${commit.slice(0, 7)})`;
}
