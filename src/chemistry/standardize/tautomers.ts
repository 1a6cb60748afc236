import type { Mol } from '@rdkit/rdkit';

/** No stereo, and bonds to metals in a layer of their own instead of cut. */
const OPTIONS = '-SNon -RecMet';

/**
 * A text that tautomers share: the InChI without stereo. Empty where there is none, as for `*` and
 * dative bonds.
 *
 * InChI (Heller et al., J. Cheminform. 7 (2015) 23) leaves open where hydrogens are that can move
 * between N, O, S, Se and Te at the ends of conjugated double bonds. It so merges amides with imidic acids and
 * thioamides with thioimidic acids, lactams with lactims (2-pyridone), NH tautomers of imidazoles,
 * pyrazoles, triazoles and tetrazoles, amidines, guanidines, hydrogens shared by acids; also charged and uncharged
 * drawings of a group (sulfoxide, azide, nitro).
 *
 * Hydrogens of carbon do not move: keto and enol, imine and enamine, nitro and aci-nitro, azo and
 * hydrazone, nitroso and oxime, which RDKit's TautomerEnumerator knows, stay apart. (InChI's own
 * experimental option for the first merges the forms of cyclohexanone, but not those of acetone.)
 */
export function tautomerKey(mol: Mol): string {
  return mol.get_inchi(OPTIONS);
}
