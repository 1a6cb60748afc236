/** Text that may be a hydrogen atom: `[H]`, `[2H]`, `[H-]`, `[#1]`, `[D]`; also `[Hg]`, `[#6]`, `[Ti]`. */
const HYDROGEN = /\[\d*[HDT#]/;
/** A stereo center with a hydrogen, or of a class of its own (`@SP1`). */
const LETTER_AFTER_STEREO = /@[A-Z]/;
/**
 * What keeps `[C@H]` from being written as `C`: bonds other than single, double and triple ones (or
 * an atom map, which shares the colon); a ring closure that says its bond, because that is the bond
 * of the atom at its other end, too; what would read as `Cl`; what is no SMILES.
 */
const CENTERS_STAY = /[~$:<>]|[=#-]%?\d|\[C@H\]l|\[[^\]]*\[/;
const CENTER = '[C@H]';

/**
 * A SMILES that has the same atoms, bonds, rings, aromaticity and numbers of hydrogens when RDKit
 * neither takes hydrogen atoms off nor looks for stereo centers, which saves it a third of its
 * time; `null` where that cannot be told from the text. It may be a molecule where `smiles` is, and
 * only there.
 *
 * Two things are more than the graph. Hydrogen atoms are taken off by rules. And where `[C@H]`
 * turns out to be no stereo center, RDKit forgets its hydrogen and fills the carbon up again, so
 * that `C[C@H]C` is propane; with three single bonds it has one hydrogen either way, and is
 * written as `C` here.
 */
export function graphText(smiles: string): string | null {
  if (!smiles.includes('[')) return smiles;
  if (HYDROGEN.test(smiles)) return null;
  if (!smiles.includes('@')) return smiles;
  const plain = smiles.replaceAll('[C@@H]', CENTER);
  let text = plain;
  if (plain.includes(CENTER)) {
    if (CENTERS_STAY.test(plain)) return null;
    for (let at = plain.indexOf(CENTER); at >= 0; at = plain.indexOf(CENTER, at + 1)) {
      if (!hasThreeSingleBonds(plain, at)) return null;
    }
    text = plain.replaceAll(CENTER, 'C');
  }
  return LETTER_AFTER_STEREO.test(text) ? null : text;
}

/** Whether the text says so of the `[C@H]` at this position. */
function hasThreeSingleBonds(smiles: string, center: number): boolean {
  let bonds = 0;
  const before = smiles[center - 1];
  if (isMultiple(before)) return false;
  if (before !== undefined && before !== '.') bonds++;
  let at = center + CENTER.length;
  for (; isRingClosure(smiles[at]); bonds++) at += smiles[at] === '%' ? 3 : 1;
  for (; smiles[at] === '('; bonds++) {
    if (isMultiple(smiles[at + 1]) || smiles[at + 1] === '.') return false;
    at = afterBranch(smiles, at);
  }
  const after = smiles[at];
  if (isMultiple(after) || isRingClosure(after)) return false;
  if (after !== undefined && after !== ')' && after !== '.') bonds++;
  return bonds === 3;
}

function isMultiple(char: string | undefined): boolean {
  return char === '=' || char === '#';
}

function isRingClosure(char: string | undefined): boolean {
  return char === '%' || (char !== undefined && char >= '0' && char <= '9');
}

/** The position after the branch that opens at `open`. */
function afterBranch(smiles: string, open: number): number {
  let depth = 0;
  for (let at = open; at < smiles.length; at++) {
    if (smiles[at] === '(') depth++;
    else if (smiles[at] === ')' && --depth === 0) return at + 1;
  }
  return smiles.length;
}
