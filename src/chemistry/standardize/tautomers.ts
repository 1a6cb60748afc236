/** Elements that InChI does not call metals. */
const NON_METAL =
  /^(?:H|He|B|C|N|O|F|Ne|Si|P|S|Cl|Ar|Ge|As|Se|Br|Kr|Te|I|Xe|At|Rn|b|c|n|o|p|s|si|as|se|te|\*)$/;
const ELEMENT = /\[\d*([A-Z][a-z]?|[a-z]{1,2}|\*|#\d+)/g;

export function hasMetal(smiles: string): boolean {
  if (!smiles.includes('[')) return false;
  for (const [, element] of smiles.matchAll(ELEMENT)) {
    if (!NON_METAL.test(element)) return true;
  }
  return false;
}

/**
 * How InChI is to be asked for the key that tautomers share: the standard InChI, but with bonds to metals,
 * which that one cuts, in a layer of their own.
 *
 * InChI (Heller et al., J. Cheminform. 7 (2015) 23) leaves open where the hydrogens are that can
 * move between N, O, S, Se and Te at the ends of a conjugated system. So it merges
 *
 * - amides with imidic acids, thioamides, ureas and carbamates alike; lactams with lactims (2-pyridone);
 * - the NH tautomers of imidazoles, pyrazoles, triazoles, tetrazoles and purines;
 * - amidines, guanidines, and hydrogens shared between acid groups;
 * - drawings of one group with and without charges: sulfoxide, azide, N-oxide; zwitterions.
 *
 * Hydrogens of carbon do not move. Keto and enol, imine and enamine, nitro and aci-nitro, azo and
 * hydrazone, nitroso and oxime stay apart, which RDKit's TautomerEnumerator joins. (InChI's
 * experimental option for the first joins the forms of cyclohexanone, but not those of acetone.)
 *
 * @param smiles of a molecule without stereo
 */
export function inchiOptions(smiles: string): string {
  return hasMetal(smiles) ? '-RecMet' : '';
}
