import type { Limit, LimitOptions } from '../../../audit/limits.js';
import { nearParts } from '../../../audit/limits.js';
import type { PairRowsAudit } from '../../../audit/pairs/audit-pair-rows.js';
import { TanimarkError } from '../../../errors.js';
import { parseRational } from '../../../rational.js';
import { optionName } from '../../../spelling.js';
import { heldLimit } from '../limits.js';
import type { HeldLimit } from '../types.js';

/** Why limits on molecules have no meaning for pairs. */
const REFUSED: { readonly [Option in keyof LimitOptions]?: string } = {
  maxSharedScaffolds: 'scaffolds are those of molecules, and the rows are pairs',
  maxConflicts:
    'near-duplicate pairs are not searched for conflicting labels; those of duplicates are in the result',
  maxCliffs: 'activity cliffs are those of molecules, and the rows are pairs',
};

/** Refuses limits that have no meaning for pairs. @throws TanimarkError (usage) */
export function checkPairLimits(limits: readonly Limit[]): void {
  for (const { option } of limits) {
    const reason = REFUSED[option];
    if (reason === undefined) continue;
    throw new TanimarkError(
      'usage',
      `${optionName(option)}: ${reason}; leave it out, or use ${optionName('maxDuplicates')} or ${optionName('maxNear')}`,
      { option },
    );
  }
}

/** Holds the audits against the limits. */
export function holdPairLimits(
  limits: readonly Limit[],
  audits: readonly { readonly name: string; readonly audit: PairRowsAudit }[],
): HeldLimit[] {
  return audits.flatMap(({ name, audit }) =>
    limits.map((limit) => heldLimit(limit, name, foundBy(limit, audit), audit.test.pairOf.length)),
  );
}

/** Number of test rows that a limit counts. */
function foundBy({ option, value }: Limit, { duplicates, near }: PairRowsAudit): number {
  if (option === 'maxDuplicates') return duplicates.test_records;
  const { num, den } = parseRational(nearParts(value).similarity, optionName('maxNear'));
  return near.find(({ similarity }) => similarity === num / den)?.test_records as number;
}
