import { rowAmount } from '../amount.js';
import {
  discreetShareText,
  exceeds,
  type InvalidShare,
  shareText,
} from '../dataset/invalid-share.js';
import type { MoleculeTable } from '../dataset/molecule-table.js';
import { structureOf } from '../dataset/molecules.js';
import { flagOf } from '../spelling.js';
import { areStructures } from './discretion.js';
import { CheckFailure } from './failure.js';

/**
 * A file whose structures cannot be read is another file than it was meant to be: what is left of it says nothing.
 *
 * @param maxInvalid the most rows, or the largest share of them
 * @throws CheckFailure (invalid_structures)
 */
export function checkInvalid(shares: readonly InvalidShare[], maxInvalid: string): void {
  // That of a configuration was read before: a wrong one comes from the flag.
  const most = rowAmount(maxInvalid, `${flagOf('maxInvalid')} ${maxInvalid}`, 'rows');
  const worst = shares.find((share) => exceeds(share, most));
  if (!worst) return;
  const rest = `the limit is ${maxInvalid}; fix the file, name its column of structures with \`smiles\`, or raise \`maxInvalid\``;
  throw new CheckFailure('invalid_structures', `${shareText(worst)}; ${rest}`, {
    discreet: `${discreetShareText(worst)}; ${rest}`,
  });
}

/**
 * A table of which hardly anything is a structure is none of molecules, whatever `maxInvalid` is, and what it holds is not
 * for reports.
 *
 * @throws CheckFailure (invalid_structures)
 */
export function checkStructures(tables: readonly MoleculeTable[]): void {
  for (const data of tables) {
    const { table, smilesColumn, set } = data;
    // Ids stand for the structures of another table.
    const cells = table.rows.map((_, r) => structureOf(data, r));
    if (areStructures(cells, (r) => set.moleculeOf[r] >= 0)) continue;
    throw new CheckFailure(
      'invalid_structures',
      `${table.name}: more than half of its rows have an invalid SMILES in column ${smilesColumn + 1}, or all have only a few letters; name the right file, or its column of structures with \`smiles\``,
    );
  }
}
