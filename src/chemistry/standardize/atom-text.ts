/** An atom in the text of a SMILES that RDKit wrote. */
const ATOM = /\[[^\]]*\]|Br|Cl|[BCNOPSFIbcnops*]/g;

/** What is between the brackets: isotope, element, chirality, hydrogens, charge, map number. */
const BRACKET =
  /^\[(\d*)([A-Z][a-z]?|[a-z]{1,2}|\*|#\d+)(@@|@(?:(?:TH|AL|SP|TB|OH)\d+)?)?(H\d*)?([+-]\d*)?(:\d+)?\]$/;

/** Text that says a charge, an isotope, or stereo; a bond may be written with a minus sign, too. */
const CHARGE = /\[[^\]]*[+-]/;
const ISOTOPE = /\[\d/;
const STEREO = /[@/\\]/;

export function hasCharge(smiles: string): boolean {
  return CHARGE.test(smiles);
}

export function hasIsotope(smiles: string): boolean {
  return ISOTOPE.test(smiles);
}

export function hasStereo(smiles: string): boolean {
  return STEREO.test(smiles);
}

/** The same without isotope labels; `[2H]` is `[H]` then, which RDKit takes off. */
export function withoutIsotopes(smiles: string): string {
  return smiles.replace(/\[\d+/g, '[');
}

/** The same without stereo. The text says of each center how many hydrogens it has. */
export function withoutStereo(smiles: string): string {
  return smiles.replace(/@(?:(?:TH|AL|SP|TB|OH)\d+|@)?|[/\\]/g, '');
}

/** A new number of hydrogens and a new charge for some of the atoms, by position. */
export type AtomChanges = ReadonlyMap<
  number,
  { readonly hydrogens: number; readonly charge: number }
>;

/** Atoms of a SMILES in the order of the text, which is RDKit's order if it leaves hydrogens alone. */
export function countAtoms(smiles: string): number {
  return smiles.match(ATOM)?.length ?? 0;
}

/** An atom's element: of an organic one the text, of one in brackets what follows the isotope. */
const ELEMENT = /^\[?\d*([A-Z][a-z]?|[a-z]{1,2}|\*)/;

/** The element of an atom in the text of a SMILES, with a capital; empty for one by number (`[#6]`). */
export function elementOf(atom: string): string {
  const element = ELEMENT.exec(atom)?.[1] ?? '';
  return element.charAt(0).toUpperCase() + element.slice(1);
}

/** What is written in the brackets of an atom. */
export interface BracketAtom {
  readonly isotope: string;
  readonly element: string;
  readonly chirality: string;
  readonly hydrogens: number;
  readonly charge: number;
}

/** The parts of an atom in brackets, its map number apart; null for any other text. */
export function readBracket(text: string): BracketAtom | null {
  const match = BRACKET.exec(text);
  if (!match) return null;
  const [, isotope, element, chirality = '', h, sign] = match;
  const hydrogens = h === undefined ? 0 : h === 'H' ? 1 : Number(h.slice(1));
  const charge = sign === undefined ? 0 : Number(sign.length === 1 ? `${sign}1` : sign);
  return { isotope, element, chirality, hydrogens, charge };
}

/** What is in brackets for an atom that is written without, its hydrogens apart. */
export function plainAtom(element: string): BracketAtom {
  return { isotope: '', element, chirality: '', hydrogens: 0, charge: 0 };
}

export function bracketAtom(atom: BracketAtom): string {
  const { isotope, element, chirality, hydrogens, charge } = atom;
  const h = hydrogens === 0 ? '' : hydrogens === 1 ? 'H' : `H${hydrogens}`;
  const sign = charge === 0 ? '' : charge > 0 ? `+${charge}` : String(charge);
  return `[${isotope}${element}${chirality}${h}${sign}]`;
}

/**
 * The same SMILES with some atoms changed; everything else about them stays, stereo above all.
 *
 * @param smiles as RDKit writes it, without atom maps
 * @throws Error for an atom that RDKit would not have written so
 */
export function changeAtoms(smiles: string, changes: AtomChanges): string {
  let position = 0;
  return smiles.replace(ATOM, (text) => {
    const change = changes.get(position++);
    if (!change) return text;
    const atom = readBracket(text) ?? (text.startsWith('[') ? null : plainAtom(text));
    if (!atom) throw new Error(`an atom that cannot be read: ${text}`);
    return bracketAtom({ ...atom, ...change });
  });
}
