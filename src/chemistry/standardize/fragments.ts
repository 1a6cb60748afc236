import type { DocumentJson } from '../rdkit-json.js';

/** What the sizes of fragments are told by, in the order in which it counts. */
export interface FragmentSize {
  /** Hydrogens are atoms, too. */
  readonly atoms: number;
  /** Ten times RDKit's measure of weight, which is a whole number then. */
  readonly weight: number;
}

/** The size of the only fragment of a molecule in RDKit's JSON. */
export function fragmentSize(json: string): FragmentSize {
  const { defaults, molecules } = JSON.parse(json) as DocumentJson;
  let count = 0;
  let weight = 0;
  for (const atom of molecules[0].atoms) {
    const { z, impHs, chg, isotope } = { ...defaults.atom, ...atom };
    count += 1 + impHs;
    weight += 1000 * z + 10 * isotope - chg + 10 * impHs;
  }
  return { atoms: count, weight };
}

/**
 * The largest of the fragments: of most atoms, hydrogens among them; then of most weight; then the
 * first of the alphabet. That is RDKit's `rdMolStandardize.LargestFragmentChooser` with its
 * defaults (Code/GraphMol/MolStandardize/Fragment.cpp), which does not ask whether a fragment is
 * organic or how often it occurs: of a small drug with a large counter-ion (pamoate, dodecyl sulfate)
 * the counter-ion is left.
 *
 * @param smiles as RDKit writes it: fragments do not share ring closures then
 */
export function largestFragment(
  smiles: string,
  sizeOf: (fragment: string) => FragmentSize,
): string {
  let best: { text: string; size: FragmentSize } | undefined;
  for (const text of new Set(smiles.split('.'))) {
    const size = sizeOf(text);
    if (best) {
      const more = size.atoms - best.size.atoms || size.weight - best.size.weight;
      if (more < 0 || (more === 0 && text > best.text)) continue;
    }
    best = { text, size };
  }
  return best?.text ?? smiles;
}
