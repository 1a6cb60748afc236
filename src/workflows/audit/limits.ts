import type { SidesAudit } from '../../audit/audit-sides.js';
import { USUAL_NEAR } from '../../audit/findings/near.js';
import { recordCount } from '../../audit/side.js';
import { TanimarkError } from '../../errors.js';
import { compareRational, parseRational, type Rational } from '../../rational.js';
import type { AuditOptions, LimitOutcome } from './types.js';

/** A most number of test rows, or of their share. */
type Amount = { readonly rows: number } | { readonly share: Rational };

/** A limit on test rows. */
export interface Limit {
  /** As on the command line. */
  readonly text: string;
  readonly flag: string;
  readonly most: Amount;
  /** Findings whose test rows count, each row once; none for duplicates. */
  readonly findings: readonly string[];
}

const ONE = { num: 1, den: 1 };

/** Similarities that are looked at: the usual ones, and those of limits, highest first. */
export function nearThresholds(maxNear: readonly string[] = []): {
  text: string;
  value: Rational;
}[] {
  const all = [...USUAL_NEAR, ...maxNear.map((text) => nearParts(text).similarity)].map((text) => ({
    text,
    value: parseRational(text, '--max-near'),
  }));
  const distinct = all.filter(
    ({ value }, i) => all.findIndex((other) => compareRational(other.value, value) === 0) === i,
  );
  return distinct.sort((a, b) => compareRational(b.value, a.value));
}

/**
 * The limits that were given.
 *
 * @throws TanimarkError (usage)
 */
export function limitsOf(options: AuditOptions): Limit[] {
  const limits: Limit[] = [];
  const add = (flag: string, text: string | undefined, findings: readonly string[]) => {
    if (text === undefined) return;
    limits.push({ text: `${flag} ${text}`, flag, most: amount(text, flag), findings });
  };
  add('--max-duplicates', options.maxDuplicates, []);
  const near = nearThresholds(options.maxNear);
  for (const text of options.maxNear ?? []) {
    const { similarity, most } = nearParts(text);
    const value = parseRational(similarity, '--max-near');
    const known = near.find((other) => compareRational(other.value, value) === 0);
    limits.push({
      text: `--max-near ${text}`,
      flag: '--max-near',
      most: amount(most, `--max-near ${text}`),
      findings: [`near_${known?.text}`],
    });
  }
  add('--max-shared-scaffolds', options.maxSharedScaffolds, ['shared_scaffold']);
  add('--max-conflicts', options.maxConflicts, [
    'conflicting_duplicates',
    'conflicting_neighbours',
  ]);
  add('--max-cliffs', options.maxCliffs, ['activity_cliff']);
  return limits;
}

function nearParts(text: string): { similarity: string; most: string } {
  const parts = text.split(':').map((part) => part.trim());
  const fail = (what: string) =>
    new TanimarkError(
      'usage',
      `--max-near ${text}: ${what}; give a similarity and the most test rows, such as 0.9:1% or 0.85:10`,
    );
  if (parts.length !== 2 || parts.includes('')) throw fail('a colon between two numbers is needed');
  const similarity = parseRational(parts[0], `--max-near ${text}`);
  if (compareRational(similarity, ONE) > 0) throw fail('a similarity is at most 1');
  if (similarity.num === 0) throw fail('every molecule is that similar');
  return { similarity: parts[0], most: parts[1] };
}

/** A whole number is one of rows; anything else is a share: `1%`, `0.01`, `1/100`. */
function amount(text: string, flag: string): Amount {
  const trimmed = text.trim();
  if (/^\d{1,15}$/.test(trimmed)) return { rows: Number(trimmed) };
  const share = parseRational(trimmed, flag);
  if (compareRational(share, ONE) > 0) {
    throw new TanimarkError(
      'usage',
      `${flag}: "${text}" is more than all; give a whole number of test rows, or a share such as 1%`,
    );
  }
  return { share };
}

/**
 * Holds the audits against the limits.
 *
 * @throws TanimarkError (column) on a limit on what could not be looked for
 */
export function checkLimits(
  limits: readonly Limit[],
  audits: readonly { name: string; audit: SidesAudit }[],
): LimitOutcome[] {
  return audits.flatMap(({ name, audit }) =>
    limits.map(({ text, flag, most, findings }) => {
      const records = recordCount(audit.test);
      const own = audit.findings.filter(({ finding }) => findings.includes(finding.name));
      const reason = own.find(({ inapplicable }) => inapplicable !== null)?.inapplicable;
      if (reason) {
        throw new TanimarkError(
          'column',
          `${flag}: ${reason} (${name}); name the label column with --label, or leave the limit out`,
        );
      }
      const found =
        findings.length === 0
          ? audit.duplicates
          : Array.from({ length: records }, (_, r) =>
              own.some((f) => f.found.marks[r] === 1),
            ).filter((marked) => marked).length;
      const exceeded =
        'rows' in most ? found > most.rows : found * most.share.den > most.share.num * records;
      return { comparison: name, limit: text, found, share: found / records, exceeded };
    }),
  );
}
