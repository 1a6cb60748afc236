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

/** The same without stereo. The text says of each centre how many hydrogens it has. */
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

/**
 * The same SMILES with some atoms changed; everything else about them stays, stereo above all.
 *
 * @param smiles as RDKit writes it
 * @throws Error for an atom that RDKit would not have written so
 */
export function changeAtoms(smiles: string, changes: AtomChanges): string {
  let position = 0;
  return smiles.replace(ATOM, (text) => {
    const change = changes.get(position++);
    if (!change) return text;
    const match = BRACKET.exec(text);
    if (!match) throw new Error(`an atom that cannot be read: ${text}`);
    const [, isotope, element, chirality = '', , , map = ''] = match;
    const { hydrogens, charge } = change;
    const h = hydrogens === 0 ? '' : hydrogens === 1 ? 'H' : `H${hydrogens}`;
    const sign = charge === 0 ? '' : charge > 0 ? `+${charge}` : String(charge);
    return `[${isotope}${element}${chirality}${h}${sign}${map}]`;
  });
}
