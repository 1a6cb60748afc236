import type { CheckSummary } from '../../gate/types.js';
import { checkMarkdown } from './markdown.js';

/** GitHub takes 65,536 characters in a comment; as many bytes are never more. */
const LIMIT = 65_536;

/** A configuration where it is looked for unasked: the gate of a repository that has one. */
const USUAL = /^(?:tanimark\.config\.(?:yaml|yml|json)|package\.json)$/;

/**
 * The first line of a comment, which nobody sees and by which a later run finds it.
 *
 * @param id null where a repository has one gate
 */
export function commentMarker(id: string | null): string {
  if (id === null) return '<!-- tanimark-check -->';
  // No end of an HTML comment, nor two hyphens in a row, and one line.
  const safe = id.replace(/[^\w./-]|-(?=-)|-$/gu, (c) =>
    [...Buffer.from(c)].map((byte) => `%${byte.toString(16).toUpperCase()}`).join(''),
  );
  return `<!-- tanimark-check ${safe} -->`;
}

/**
 * Markdown for one comment on a pull request that is rewritten by every run, within GitHub's limit.
 *
 * @param id tells the gates of one repository from one another; the path of the configuration unless given, and
 *   none for a configuration with a usual name in the working folder
 */
export function checkComment(
  summary: CheckSummary,
  id: string | null = USUAL.test(summary.config) ? null : summary.config,
): string {
  const marker = commentMarker(id === null ? null : id.slice(0, 200));
  const limit = LIMIT - Buffer.byteLength(marker) - 1;
  return `${marker}\n${checkMarkdown(summary, { limit })}`;
}
