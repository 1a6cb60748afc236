import type { Explainable } from '../report/explain/index.js';
import type { Results } from '../report/results.js';
import type { Session } from './session.js';

/** Whether a result is told in sentences, too. */
export interface ExplainFlags {
  readonly explain?: boolean;
}

/** A result, with `--explain` with what it says in sentences. */
export async function explained<Name extends Explainable>(
  name: Name,
  result: Results[Name],
  { explain }: ExplainFlags,
): Promise<Results[Name] & { readonly explanation?: readonly string[] }> {
  if (!explain) return result;
  const { explanationOf } = await import('../report/explain/index.js');
  return { ...result, explanation: explanationOf(name, result) };
}

/** Writes what a result says behind it, for people. */
export async function tellExplanation(
  { explanation }: { readonly explanation?: readonly string[] },
  session: Session,
): Promise<void> {
  if (!explanation) return;
  const { wrap } = await import('../report/layout.js');
  const { width } = session.errStyle;
  const lines = explanation.map((line) => `- ${wrap(line, width - 2).replaceAll('\n', '\n  ')}\n`);
  session.summary(`What the result says:\n${lines.join('')}`);
}
