import type { MainModule } from '@rdkit/rdkit';
import { hasIsotope, hasStereo, withoutIsotopes, withoutStereo } from './atom-text.js';
import { neutralForm } from './charges.js';
import { STANDARDIZE_LEVELS, type StandardizeLevel } from './levels.js';
import { canonical, Refused, settled, using } from './rdkit-text.js';
import { type FragmentMemo, withoutSalts } from './salts.js';
import { inchiOptions } from './tautomers.js';

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
    charges: (text) => neutralForm(rdkit, text),
    isotopes: (text) => {
      if (!hasIsotope(text)) return text;
      // With deuterium gone there are hydrogens that charges can take.
      return neutralForm(rdkit, canonical(rdkit, withoutIsotopes(text)));
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
