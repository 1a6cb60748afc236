import type { MainModule, Mol } from '@rdkit/rdkit';
import { printable } from '../../text.js';
import { hasMetal } from './tautomers.js';

/** A molecule that RDKit did not accept on the way to a form. */
export class Refused extends Error {}

/** What is done until it changes nothing is done so often at most. */
export const ROUNDS = 4;

/** Does something with the molecule of a SMILES and lets go of it. */
export function using<T>(
  rdkit: MainModule,
  smiles: string,
  use: (mol: Mol) => T,
  details?: string,
): T {
  const mol = details === undefined ? rdkit.get_mol(smiles) : rdkit.get_mol(smiles, details);
  if (!mol) throw new Refused(`RDKit refuses its standard form ${printable(smiles, 60)}`);
  const result = use(mol);
  mol.delete();
  return result;
}

export function canonical(rdkit: MainModule, smiles: string): string {
  return settled(
    rdkit,
    using(rdkit, smiles, (mol) => mol.get_smiles()),
  );
}

/**
 * The canonical SMILES that has itself for its canonical SMILES. That is the first one, but for complexes of metals:
 * RDKit makes bonds to metals dative as it reads them, and not always all at once.
 */
export function settled(rdkit: MainModule, smiles: string): string {
  let text = smiles;
  for (let round = 0; round < ROUNDS && hasMetal(text); round++) {
    const again = using(rdkit, text, (mol) => mol.get_smiles());
    if (again === text) break;
    text = again;
  }
  return text;
}

/** What RDKit made; `null` if it refused the molecule. */
export function accepted(make: () => string): string | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
