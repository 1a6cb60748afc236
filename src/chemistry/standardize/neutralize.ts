import { type DocumentJson, REPRESENTATION } from '../rdkit-json.js';
import type { AtomChanges } from './atom-text.js';

/** An atom with what decides on its charge. */
interface Atom {
  readonly z: number;
  readonly aromatic: boolean;
  charge: number;
  hydrogens: number;
  readonly bonds: { readonly to: Atom; readonly order: number; readonly aromatic: boolean }[];
}

const [CARBON, NITROGEN, OXYGEN, PHOSPHORUS, SULFUR] = [6, 7, 8, 15, 16];
const halogens: ReadonlySet<number> = new Set([17, 35, 53]);

/**
 * Metals and semimetals to the left of carbon's column, which lose a hydride where others gain a
 * proton, as in RDKit's `isEarlyAtom` (Code/GraphMol/Atom.cpp).
 */
const early: ReadonlySet<number> = new Set([
  ...[3, 4, 5, 11, 12, 13, 19, 20, 21, 22, 30, 31, 32, 37, 38, 39, 40, 41, 48, 49, 50, 51],
  ...[55, 56, 57, 58, 59, 60, 61, 72, 73, 80, 81, 82, 83, 87, 88, 89, 90, 91, 92, 93],
  ...[104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118],
]);

/**
 * Takes charges off a molecule of one fragment by adding and removing hydrogens, as RDKit's
 * `rdMolStandardize.Uncharger` does with its defaults (Code/GraphMol/MolStandardize/Charge.cpp):
 *
 * - Anions (−1) gain a proton; cations with a hydrogen lose one, or, if of carbon, gain a hydride.
 * - Charges that cancel each other between neighbours stay: nitro, N-oxide, azide, isonitrile.
 * - Cations without a hydrogen (quaternary ammonium, N-alkylpyridinium) stay, and with each of
 *   their charges one anion of the molecule, so that a betaine is left as it is. Those that lose
 *   their charge first are anions that are no acids, then acids; among equals, the first of the text.
 * - Once no net charge is left, cations stay.
 *
 * So the drawings of one functional group with and without charges (sulfoxides, say) are not made
 * alike, and a betaine is not the same as its hydrochloride.
 *
 * @param json RDKit's, of the molecule
 * @returns what changes, by atom
 */
export function neutralize(json: string): AtomChanges {
  const { atoms, tetrazoles } = readAtoms(json);
  const anions = atoms.filter((a) => a.charge === -1 && !a.bonds.some(({ to }) => isCation(to)));
  const acids = atoms.filter((a) => isAcid(a) || (a.charge === -1 && tetrazoles.has(a)));
  const fixed = atoms.filter((a) => isCation(a) && a.hydrogens === 0 && anionsNextTo(a) === 0);
  const movable = atoms.filter((a) => isCation(a) && a.hydrogens > 0 && anionsNextTo(a) !== 1);
  const balanced = balancedAcids(acids);
  const removable = [
    ...anions.filter((a) => !acids.includes(a)),
    ...acids.filter((a) => !balanced.has(a)),
  ];
  const before = atoms.map(({ charge }) => charge);

  // With more fixed cations than anions the surplus is below zero, and every anion goes.
  let surplus = removable.length - fixed.reduce((sum, a) => sum + a.charge, 0);
  for (const atom of surplus === 0 ? [] : removable) {
    if (takeNegative(atom) && --surplus === 0) break;
  }
  let net = atoms.reduce((sum, { charge }) => sum + charge, 0);
  for (const atom of movable) {
    while (atom.charge > 0 && net > 0 && takePositive(atom)) net--;
  }
  const changes = new Map<number, { hydrogens: number; charge: number }>();
  atoms.forEach(({ charge, hydrogens }, i) => {
    if (charge !== before[i]) changes.set(i, { hydrogens, charge });
  });
  return changes;
}

function isCation({ charge }: Atom): boolean {
  return charge >= 1 && charge <= 4;
}

function anionsNextTo({ bonds }: Atom): number {
  return bonds.filter(({ to }) => to.charge === -1).length;
}

/** Whether the negative charge was taken off. */
function takeNegative(atom: Atom): boolean {
  if (early.has(atom.z)) {
    if (atom.hydrogens === 0) return false;
    atom.hydrogens--;
  } else {
    atom.hydrogens++;
  }
  atom.charge++;
  return true;
}

/** Whether one positive charge was taken off. */
function takePositive(atom: Atom): boolean {
  if (atom.z === CARBON || early.has(atom.z)) {
    atom.hydrogens++;
  } else {
    if (atom.hydrogens === 0) return false;
    atom.hydrogens--;
  }
  atom.charge--;
  return true;
}

/**
 * Anions of acids: of carbon and sulfur acids (carboxylate, sulfonate, carbonate, sulfate and their
 * thio forms); of nitrogen and phosphorus acids drawn with charges; of halogen acids drawn so.
 */
function isAcid(atom: Atom): boolean {
  if (atom.charge !== -1 || !isChalcogen(atom)) return false;
  return atom.bonds.some(({ to: centre, order, aromatic }) => {
    if (order !== 1 && !aromatic) return false;
    const others = centre.bonds.filter(({ to }) => to !== atom);
    const doubly = others.some((b) => b.order === 2 && !b.aromatic && isChalcogen(b.to));
    const anion = others.some((b) => (b.order === 1 || b.aromatic) && isAnion(b.to));
    if (centre.aromatic) return false;
    if (centre.z === CARBON || centre.z === SULFUR) return centre.charge === 0 && doubly;
    if (centre.z === NITROGEN || centre.z === PHOSPHORUS) {
      return centre.charge === 1 && doubly && anion;
    }
    if (!halogens.has(centre.z) || atom.z !== OXYGEN) return false;
    const { charge } = centre;
    return charge >= 1 && charge <= 3 && others.some((b) => isAnion(b.to) && b.to.z === OXYGEN);
  });
}

function isChalcogen({ z, aromatic }: Atom): boolean {
  return (z === OXYGEN || z === SULFUR) && !aromatic;
}

function isAnion(atom: Atom): boolean {
  return isChalcogen(atom) && atom.charge === -1;
}

/** Acid anions whose charge a neighbour cancels: as many of each neighbour as it has charges. */
function balancedAcids(acids: readonly Atom[]): Set<Atom> {
  const balanced = new Set<Atom>();
  const used = new Map<Atom, number>();
  for (const acid of acids) {
    const centre = acid.bonds.map(({ to }) => to).find(({ charge }) => charge > 0);
    if (!centre) continue;
    const times = used.get(centre) ?? 0;
    if (times >= centre.charge) continue;
    used.set(centre, times + 1);
    balanced.add(acid);
  }
  return balanced;
}

function readAtoms(json: string): { atoms: Atom[]; tetrazoles: ReadonlySet<Atom> } {
  const { defaults, molecules } = JSON.parse(json) as DocumentJson;
  const [molecule] = molecules;
  const extension = molecule.extensions?.find(({ name }) => name === REPRESENTATION);
  const aromaticAtoms = new Set(extension?.aromaticAtoms);
  const aromaticBonds = new Set(extension?.aromaticBonds);
  const atoms = molecule.atoms.map((atom, i): Atom => {
    const { z, chg, impHs } = { ...defaults.atom, ...atom };
    return { z, charge: chg, hydrogens: impHs, aromatic: aromaticAtoms.has(i), bonds: [] };
  });
  molecule.bonds.forEach(({ bo, atoms: ends }, b) => {
    const [one, other] = [atoms[ends[0]], atoms[ends[1]]];
    const bond = { order: bo ?? defaults.bond.bo, aromatic: aromaticBonds.has(b) };
    one.bonds.push({ to: other, ...bond });
    other.bonds.push({ to: one, ...bond });
  });
  const tetrazoles = new Set<Atom>();
  for (const ring of extension?.atomRings ?? []) {
    const members = ring.map((i) => atoms[i]);
    if (members.length !== 5 || members.some(({ aromatic }) => !aromatic)) continue;
    const nitrogens = members.filter(({ z }) => z === NITROGEN);
    if (nitrogens.length !== 4 || !members.some(({ z }) => z === CARBON)) continue;
    for (const atom of nitrogens) tetrazoles.add(atom);
  }
  return { atoms, tetrazoles };
}
