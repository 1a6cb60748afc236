import type { DocumentJson } from '../rdkit-json.js';
import type { SaltRole } from './counter-ions.js';

/** What the choice between the fragments of a molecule needs to know of each. */
export interface Fragment {
  /** Hydrogens are atoms, too. */
  readonly atoms: number;
  /** Ten times RDKit's measure of weight, which is a whole number then. */
  readonly weight: number;
  readonly hasCarbon: boolean;
  readonly hasMetal: boolean;
  /** Its text without stereo and isotopes: fragments of equal texts are stereoisomers. */
  readonly flat: string;
  /** What it is as a known counter-ion or solvent; null if it is none. */
  readonly role: SaltRole | null;
}

/** The size of the only fragment of a molecule in RDKit's JSON, and whether it has carbon. */
export function fragmentSize(json: string): Pick<Fragment, 'atoms' | 'weight' | 'hasCarbon'> {
  const { defaults, molecules } = JSON.parse(json) as DocumentJson;
  let count = 0;
  let weight = 0;
  let hasCarbon = false;
  for (const atom of molecules[0].atoms) {
    const { z, impHs, chg, isotope } = { ...defaults.atom, ...atom };
    count += 1 + impHs;
    weight += 1000 * z + 10 * isotope - chg + 10 * impHs;
    if (z === 6) hasCarbon = true;
  }
  return { atoms: count, weight, hasCarbon };
}

/** A carbon with a negative charge, which a metal is bonded to where a metallocene is written as ions; cyanide apart. */
const CARBANION = /\[\d*[cC]@*H?\d*-\d?\](?!#N)/;
const ALKALI = /\[\d*(?:Li|Na|K|Rb|Cs|Mg|Ca|Sr|Ba)[+\]]/;

/**
 * A molecule without salts and solvents. Known counter-ions and solvents go first. Then,
 *
 * - if something is left: the largest organic fragment, that is of most atoms, hydrogens among them, then of most
 *   weight (as RDKit's `LargestFragmentChooser` measures). Isomers of one size are all kept; of
 *   stereoisomers the first of the alphabet.
 * - if nothing is left: what is inorganic goes where something organic is there, and solvents where something else is. All
 *   the rest is kept, so that sodium chloride is not potassium chloride, nor one tosylate another.
 *
 * Where the metal is what acts (gadolinium, platinum; metallocenes written as ions) only solvents go.
 *
 * @param smiles as RDKit writes it: fragments do not share ring closures then
 * @returns a SMILES whose fragments may be in any order
 */
export function withoutSaltFormers(smiles: string, fragmentOf: (text: string) => Fragment): string {
  const all = smiles.split('.').map((text) => ({ text, ...fragmentOf(text) }));
  const unknown = all.filter(({ role }) => role === null);
  const dry = all.filter(({ role }) => role !== 'solvent');
  const kept = dry.length > 0 ? dry : all;
  const metalActs =
    unknown.some(({ hasMetal, hasCarbon }) => hasMetal && !hasCarbon) ||
    (CARBANION.test(smiles) && all.some(({ text, hasMetal }) => hasMetal && !ALKALI.test(text)));
  if (metalActs) return joined(kept);
  if (unknown.length > 0) {
    const organic = unknown.filter(({ hasCarbon }) => hasCarbon);
    return joined(largest(organic.length > 0 ? organic : unknown));
  }
  const organic = all.filter(({ hasCarbon, role }) => hasCarbon && role !== 'inorganic');
  if (organic.length > 0) {
    const others = organic.filter(({ role }) => role !== 'solvent');
    return joined(distinct(others.length > 0 ? others : organic));
  }
  const different = distinct(kept);
  return joined(different.length === 1 ? different : kept);
}

type TextFragment = Fragment & { readonly text: string };

function joined(fragments: readonly TextFragment[]): string {
  return fragments.map(({ text }) => text).join('.');
}

function distinct(fragments: readonly TextFragment[]): TextFragment[] {
  return [...new Map(fragments.map((fragment) => [fragment.text, fragment])).values()];
}

/** The largest, one of each constitution. */
function largest(fragments: readonly TextFragment[]): TextFragment[] {
  const bySize = (a: TextFragment, b: TextFragment) => b.atoms - a.atoms || b.weight - a.weight;
  const sorted = [...fragments].sort((a, b) => bySize(a, b) || (a.text < b.text ? -1 : 1));
  const most = sorted.filter((fragment) => bySize(fragment, sorted[0]) === 0);
  const first = new Map<string, TextFragment>();
  for (const fragment of most) if (!first.has(fragment.flat)) first.set(fragment.flat, fragment);
  return [...first.values()];
}
