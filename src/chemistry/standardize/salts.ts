import type { MainModule } from '@rdkit/rdkit';
import { hasIsotope, hasStereo, withoutIsotopes, withoutStereo } from './atom-text.js';
import { neutralForm } from './charges.js';
import { COUNTER_METALS, type SaltFormer, type SaltRole } from './counter-ions.js';
import { type Fragment, fragmentSize, withoutSaltFormers } from './fragments.js';
import { disconnectMetals } from './metals.js';
import { accepted, canonical, using } from './rdkit-text.js';
import { saltFormersLike } from './skeleton.js';
import { hasMetal } from './tautomers.js';

/** Counter-ions and solvents come again and again; from so many on, the fragments known are forgotten. */
const MEMO_FRAGMENTS = 10_000;

/** Fragments that were seen before, and the keys of counter-ions. */
export class FragmentMemo {
  readonly fragments = new Map<string, Fragment>();
  readonly keys = new Map<SaltFormer, string>();
}

/**
 * The canonical SMILES without salts and solvents ({@link withoutSaltFormers}), bonds to metals that are those of salts
 * cut before ({@link disconnectMetals}).
 *
 * @param smiles canonical
 */
export function withoutSalts(rdkit: MainModule, smiles: string, memo: FragmentMemo): string {
  let text = smiles;
  if (hasMetal(text)) {
    const disconnected = disconnectMetals(text);
    if (disconnected !== text) text = accepted(() => canonical(rdkit, disconnected)) ?? text;
  }
  if (!text.includes('.')) return text;
  const parent = withoutSaltFormers(text, (fragment) => {
    const known = memo.fragments.get(fragment);
    if (known) return known;
    const found = fragmentOf(rdkit, fragment, memo);
    if (memo.fragments.size >= MEMO_FRAGMENTS) memo.fragments.clear();
    memo.fragments.set(fragment, found);
    return found;
  });
  return canonical(rdkit, parent);
}

function fragmentOf(rdkit: MainModule, text: string, memo: FragmentMemo): Fragment {
  return {
    ...using(rdkit, text, (mol) => fragmentSize(mol.get_json())),
    hasMetal: hasMetal(text),
    flat: flattened(rdkit, text),
    role: roleOf(rdkit, text, memo),
  };
}

/** A SMILES without isotopes and stereo. */
function flattened(rdkit: MainModule, smiles: string): string {
  if (!hasIsotope(smiles) && !hasStereo(smiles)) return smiles;
  return canonical(rdkit, withoutStereo(withoutIsotopes(smiles)));
}

/** An ion of one atom; `acid.[NaH]` is how some files write a sodium salt. */
const LONE_ATOM = /^\[\d*([A-Z][a-z]?)(?:H\d*)?[+-]?\d*\]$/;

/** What a fragment is as a counter-ion or a solvent, whatever its charges, isotopes and stereo. */
function roleOf(rdkit: MainModule, text: string, memo: FragmentMemo): SaltRole | null {
  const element = LONE_ATOM.exec(text)?.[1] ?? '';
  // A proton beside its acid is of no molecule.
  if (element === 'H') return 'solvent';
  if (COUNTER_METALS.has(element)) return 'inorganic';
  const candidates = saltFormersLike(text);
  if (candidates.length === 0) return null;
  const keyOf = (smiles: string) => neutralForm(rdkit, flattened(rdkit, smiles));
  const own = keyOf(text);
  const found = candidates.find((former) => {
    const key = memo.keys.get(former) ?? keyOf(canonical(rdkit, former.smiles));
    memo.keys.set(former, key);
    return key === own;
  });
  return found?.role ?? null;
}
