import type { MainModule, Mol } from '@rdkit/rdkit';
import { printable } from '../../text.js';
import {
  changeAtoms,
  countAtoms,
  hasCharge,
  hasIsotope,
  hasStereo,
  withoutIsotopes,
  withoutStereo,
} from './atom-text.js';
import { type FragmentSize, fragmentSize, largestFragment } from './fragments.js';
import { STANDARDIZE_LEVELS, type StandardizeLevel } from './levels.js';
import { neutralize } from './neutralize.js';
import { hasMetal, inchiOptions } from './tautomers.js';

/** Which forms of a molecule are wanted. */
export interface FormsWanted {
  /** The last level; those before it are made on the way. */
  readonly level: StandardizeLevel;
  /** The standard InChIKey of the molecule as it is. */
  readonly inchiKey?: boolean | undefined;
  /** Whether InChI may be asked; default yes. Without it tautomers are told apart. */
  readonly inchi?: boolean | undefined;
}

/** The forms of one molecule. */
export interface Forms {
  /** Canonical SMILES by level, for tautomers a key; shorter if one could not be made. */
  readonly texts: string[];
  /** Standard InChIKey; empty where there is none. */
  inchiKey: string;
  /** Why a form could not be made. */
  problem: string | null;
}

export function noForms(problem: string | null): Forms {
  return { texts: [], inchiKey: '', problem };
}

/** What is done until it changes nothing is done so often at most. */
const ROUNDS = 4;
/** Counter-ions and solvents come again and again; from so many on, the sizes known are forgotten. */
const MEMO_FRAGMENTS = 10_000;

/** A molecule that RDKit did not accept on the way to a form. */
class Refused extends Error {}

/** Sizes of fragments that were seen before. */
export type FragmentMemo = Map<string, FragmentSize>;

/**
 * Adds the forms of a molecule to `forms`, level by level, so that those are kept that were made
 * before a failure. Every step starts from the text of the step before, not from a molecule in
 * memory; a form thus depends on the canonical SMILES alone.
 *
 * @param smiles canonical
 * @param next called before InChI is asked
 * @throws whatever RDKit throws; it must not be used any more then
 */
export function makeForms(
  rdkit: MainModule,
  smiles: string,
  { level, inchiKey = false, inchi = true }: FormsWanted,
  memo: FragmentMemo,
  forms: Forms,
  next: () => void,
): void {
  const known = new Map<string, string>();
  const inchiOf = (text: string, options: string): string => {
    if (!inchi) return '';
    const found = known.get(options + text);
    if (found !== undefined) return found;
    next();
    const made = using(rdkit, text, (mol) => mol.get_inchi(options));
    known.set(options + text, made);
    return made;
  };
  const steps: Record<StandardizeLevel, (text: string) => string> = {
    none: (text) => settled(rdkit, text),
    salts: (text) => withoutSalts(rdkit, text, memo),
    charges: (text) => neutral(rdkit, text),
    isotopes: (text) => {
      if (!hasIsotope(text)) return text;
      // With deuterium gone there are hydrogens that charges can take.
      return neutral(rdkit, canonical(rdkit, withoutIsotopes(text)));
    },
    stereo: (text) => (hasStereo(text) ? canonical(rdkit, withoutStereo(text)) : text),
    tautomers: (text) => inchiOf(text, inchiOptions(text)) || text,
  };
  try {
    let text = smiles;
    for (const step of STANDARDIZE_LEVELS) {
      text = steps[step](text);
      forms.texts.push(text);
      if (step === level) break;
    }
    const own = inchiKey ? inchiOf(forms.texts[0], '') : '';
    if (own !== '') forms.inchiKey = rdkit.get_inchikey_for_inchi(own);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    forms.problem = error.message;
  }
}

/** Does something with the molecule of a SMILES and lets go of it. */
function using<T>(rdkit: MainModule, smiles: string, use: (mol: Mol) => T, details?: string): T {
  const mol = details === undefined ? rdkit.get_mol(smiles) : rdkit.get_mol(smiles, details);
  if (!mol) throw new Refused(`RDKit refuses its standard form ${printable(smiles, 60)}`);
  const result = use(mol);
  mol.delete();
  return result;
}

function canonical(rdkit: MainModule, smiles: string): string {
  return settled(
    rdkit,
    using(rdkit, smiles, (mol) => mol.get_smiles()),
  );
}

/**
 * The canonical SMILES that has itself for its canonical SMILES. That is the first one, but for complexes of metals:
 * RDKit makes bonds to metals dative as it reads them, and not always all at once.
 */
function settled(rdkit: MainModule, smiles: string): string {
  let text = smiles;
  for (let round = 0; round < ROUNDS && hasMetal(text); round++) {
    const again = using(rdkit, text, (mol) => mol.get_smiles());
    if (again === text) break;
    text = again;
  }
  return text;
}

function withoutSalts(rdkit: MainModule, smiles: string, memo: FragmentMemo): string {
  if (!smiles.includes('.')) return smiles;
  const largest = largestFragment(smiles, (fragment) => {
    const known = memo.get(fragment);
    if (known) return known;
    const size = using(rdkit, fragment, (mol) => fragmentSize(mol.get_json()));
    if (memo.size >= MEMO_FRAGMENTS) memo.clear();
    memo.set(fragment, size);
    return size;
  });
  return canonical(rdkit, largest);
}

/** How RDKit is to read a SMILES so that its atoms are those of the text. */
const EVERY_ATOM = JSON.stringify({ removeHs: false });
/** Aromatic rings may have more or fewer hydrogens afterwards, and be none. */
const KEKULE = JSON.stringify({ doKekule: true });

function neutral(rdkit: MainModule, smiles: string): string {
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

/** What RDKit made; `null` if it refused the molecule. */
function accepted(make: () => string): string | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
