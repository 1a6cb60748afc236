import type { CheckSummary } from '../../gate/types.js';
import { plural } from '../../text.js';

/** The most changed baselines that are named. */
const MOST = 3;

/**
 * What a reader has to know of the baseline before the result: that the change under review edits it, or that it is of
 * another commit. One sentence each, with what it is about in its first words; none where the baseline is as it was.
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
      ? `the result compares with ${used}`
      : 'the result compares with the changed baseline';
    return `Baseline changed: ${what}; ${result}.`;
  });
  if (used && lines.length === 0) return [`Baseline of ${used}.`];
  const rest = lines.length - MOST;
  return rest > 0
    ? [...lines.slice(0, MOST), `Baseline changed: ${plural(rest, 'more file')}.`]
    : lines;
}

/** `origin/main (1a2b3c4)`. */
function commitText(
  { ref, commit }: { readonly ref: string; readonly commit: string },
  quote: (text: string) => string,
): string {
  return `${quote(ref)} (${commit.slice(0, 7)})`;
}
