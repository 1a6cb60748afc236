import type { ScoredMolecule } from '../../../workflows/score/types.js';
import { labelText, type Side } from '../structures.js';

/** A scored test molecule. @param values what is said of it */
export function testSide({ row, id, smiles }: ScoredMolecule, values: readonly string[]): Side {
  return { role: 'test', row, id, smiles, values };
}

/** Its nearest training molecule, with the label. */
export function trainingSide(molecule: ScoredMolecule): Side {
  return {
    role: 'training',
    row: molecule.nearest_train_row,
    id: molecule.nearest_train_id,
    smiles: molecule.nearest_train_smiles,
    values: [labelText(molecule.nearest_train_label)],
  };
}
