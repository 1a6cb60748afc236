import type { InvalidRecord } from '../../dataset/molecules.js';
import { optionName } from '../../spelling.js';
import { shownPlace } from '../../tables/table.js';
import { count, plural } from '../../text.js';

/** Why a row of the queries has no neighbor. */
export function noneReason({ threshold }: Readonly<Record<string, string>>): string {
  return threshold === undefined
    ? 'no other molecule among the references'
    : `no reference at ${threshold} or above`;
}

/** The note on a file that is searched in itself. */
export function selfNote(): string {
  return `query and reference are the same file; a molecule is not listed as its own neighbor (to list it: ${optionName('includeSelf')})`;
}

/**
 * Notes on rows of the references that are not listed.
 *
 * @param name of the file in messages
 */
export function referenceNotes(
  name: string,
  known: {
    readonly records: number;
    readonly invalid: number;
    /** The first invalid row, if there is one. */
    readonly first: InvalidRecord | undefined;
    readonly molecules: number;
  },
): string[] {
  const { records, invalid, first, molecules } = known;
  const repeated = records - invalid - molecules;
  return [
    ...(first === undefined
      ? []
      : [
          `${name}: ${plural(invalid, 'reference row')} with an invalid SMILES, not searched; the first is ${shownPlace(first)}, "${first.smiles}": ${first.reason}`,
        ]),
    ...(repeated > 0
      ? [
          `${name}: ${plural(repeated, 'reference row repeats', 'reference rows repeat')} the molecule of an earlier row; each of the ${count(molecules)} molecules is listed once, by its first row`,
        ]
      : []),
  ];
}
