import type { SidesAudit } from '../../audit/audit-sides.js';
import type { Limit } from '../../audit/limits.js';
import { recordCount } from '../../audit/side.js';
import { TanimarkError } from '../../errors.js';
import { optionName, optionValue } from '../../spelling.js';
import type { HeldLimit } from './types.js';

/**
 * Holds the audits against the limits.
 *
 * @throws TanimarkError (column) on a limit on what could not be looked for
 */
export function checkLimits(
  limits: readonly Limit[],
  audits: readonly { name: string; audit: SidesAudit }[],
): HeldLimit[] {
  return audits.flatMap(({ name, audit }) =>
    limits.map(({ option, value, most, findings }) => {
      const records = recordCount(audit.test);
      const own = audit.findings.filter(({ finding }) => findings.includes(finding.name));
      const reason = own.find(({ inapplicable }) => inapplicable !== null)?.inapplicable;
      if (reason) {
        throw new TanimarkError(
          'column',
          `${optionName(option)}: ${reason} (${name}); name the label column with ${optionName('label')}, or leave the limit out`,
        );
      }
      const found =
        findings.length === 0
          ? audit.duplicates
          : Array.from({ length: records }, (_, r) =>
              own.some((f) => f.found.marks[r] === 1),
            ).filter((marked) => marked).length;
      return heldLimit({ option, value, most }, name, found, records);
    }),
  );
}

/** A limit with its outcome. @param found test records that count, of `records` in all */
export function heldLimit(
  { option, value, most }: Pick<Limit, 'option' | 'value' | 'most'>,
  comparison: string,
  found: number,
  records: number,
): HeldLimit {
  const exceeded =
    'rows' in most ? found > most.rows : found * most.share.den > most.share.num * records;
  const outcome = { comparison, limit: optionValue(option, value), found };
  return { option, value, outcome: { ...outcome, share: found / records, exceeded } };
}
