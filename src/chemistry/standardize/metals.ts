import { DisjointSets } from '../../disjoint-sets.js';
import { bracketAtom, elementOf, readBracket } from './atom-text.js';
import { readSmiles, type SmilesText, type TextBond, withoutBonds } from './bond-text.js';
import { COUNTER_METALS } from './counter-ions.js';

/** Elements that a metal's bond of a salt goes to. */
const DONORS: ReadonlySet<string> = new Set('N O F S Cl Se Br Te I'.split(' '));
/** A ligand that holds a metal by so many atoms is a chelate or a macrocycle (porphyrin, EDTA), which is no salt. */
const CHELATE = 3;
/** A metal with more bonds than charges of its ion is a complex. */
const MOST_BONDS = 3;

interface MetalAtom {
  readonly atom: number;
  readonly bonds: readonly TextBond[];
}

/**
 * The same SMILES with the bonds of salts cut that are drawn as covalent: those of {@link COUNTER_METALS} to N, O,
 * S, Se and halogens, whose electrons go to these. `CC(=O)O[Na]` becomes `CC(=O)[O-].[Na+]`. As in RDKit's
 * `MetalDisconnector`, but for fewer metals, and not where one
 *
 * - has a bond to carbon, another metal or a further element: organometallic;
 * - has dative or multiple bonds, more than {@link MOST_BONDS}, or charges drawn on it or beside it, or is held by one
 *   ligand with {@link CHELATE} atoms or more: a complex.
 *
 * @param smiles as RDKit writes it
 */
export function disconnectMetals(smiles: string): string {
  const read = readSmiles(smiles);
  if (!read) return smiles;
  const elements = read.atoms.map((token) => elementOf(read.tokens[token]));
  const bondsOf: TextBond[][] = elements.map(() => []);
  for (const bond of read.bonds) {
    bondsOf[bond.from].push(bond);
    bondsOf[bond.to].push(bond);
  }
  const metals = elements.flatMap((element, atom): MetalAtom[] => {
    const bonds = bondsOf[atom];
    const others = bonds.map(({ from, to }) => (from === atom ? to : from));
    const isSalt =
      COUNTER_METALS.has(element) &&
      bonds.length > 0 &&
      bonds.length <= MOST_BONDS &&
      bonds.every(({ symbol }) => symbol === '' || symbol === '-') &&
      others.every((other) => DONORS.has(elements[other])) &&
      [atom, ...others].every((one) => chargeOf(read, one) === 0);
    return isSalt ? [{ atom, bonds }] : [];
  });
  const parts = partsWithout(read, new Set(metals.flatMap(({ bonds }) => bonds)));
  const cut = metals.filter(({ atom, bonds }) => {
    const ligands = bonds.map(({ from, to }) => parts[from === atom ? to : from]);
    return ligands.every((own) => ligands.filter((other) => other === own).length < CHELATE);
  });
  if (cut.length === 0) return smiles;
  return withoutBonds(read, new Set(cut.flatMap(({ bonds }) => bonds)), chargedAtoms(read, cut));
}

function chargeOf({ tokens, atoms }: SmilesText, atom: number): number {
  return readBracket(tokens[atoms[atom]])?.charge ?? 0;
}

/** The number of the connected part of each atom, some bonds apart. */
function partsWithout({ atoms, bonds }: SmilesText, without: ReadonlySet<TextBond>): Int32Array {
  const sets = new DisjointSets(atoms.length);
  for (const bond of bonds) if (!without.has(bond)) sets.join(bond.from, bond.to);
  return sets.roots();
}

/** The texts of the metals and of what was bonded to them, with their charges. */
function chargedAtoms({ tokens, atoms }: SmilesText, metals: readonly MetalAtom[]) {
  const charges = new Map<number, number>();
  const add = (atom: number, charge: number) =>
    charges.set(atom, (charges.get(atom) ?? 0) + charge);
  for (const { atom, bonds } of metals) {
    for (const { from, to } of bonds) {
      add(atom, 1);
      add(from === atom ? to : from, -1);
    }
  }
  const texts = new Map<number, string>();
  for (const [atom, change] of charges) {
    const own = readBracket(tokens[atoms[atom]]);
    if (own) texts.set(atom, bracketAtom({ ...own, chirality: '', charge: change }));
  }
  return texts;
}
