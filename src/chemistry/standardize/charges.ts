import type { MainModule } from '@rdkit/rdkit';
import { changeAtoms, countAtoms, hasCharge } from './atom-text.js';
import { neutralize } from './neutralize.js';
import { accepted, canonical, ROUNDS, using } from './rdkit-text.js';

/** How RDKit is to read a SMILES so that its atoms are those of the text. */
const EVERY_ATOM = JSON.stringify({ removeHs: false });
/** Aromatic rings may have more or fewer hydrogens afterwards, and be none. */
const KEKULE = JSON.stringify({ doKekule: true });

/**
 * The canonical SMILES with its charges taken off ({@link neutralize}).
 *
 * @param smiles canonical
 */
export function neutralForm(rdkit: MainModule, smiles: string): string {
  let text = smiles;
  // A charge that is gone may be what kept another.
  for (let round = 0; round < ROUNDS && hasCharge(text); round++) {
    const kekule = using(rdkit, text, (mol) => mol.get_smiles(KEKULE));
    const changes = using(
      rdkit,
      kekule,
      (mol) => {
        if (mol.get_num_atoms() !== countAtoms(kekule)) throw new Error('atoms were lost');
        return neutralize(mol.get_json());
      },
      EVERY_ATOM,
    );
    if (changes.size === 0) break;
    const less = accepted(() => canonical(rdkit, changeAtoms(kekule, changes)));
    // Bridging hydrides, for one, have no neutral form.
    if (less === null) break;
    text = less;
  }
  return text;
}
