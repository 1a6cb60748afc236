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

/** Nonmetals: of these anions gain a proton and cations lose one. Boron and metals keep their charges. */
const nonmetals: ReadonlySet<number> = new Set([6, 7, 8, 9, 14, 15, 16, 17, 33, 34, 35, 52, 53]);

/**
 * Takes charges off a molecule by adding and removing protons, much as RDKit's `rdMolStandardize.Uncharger` does
 * (Code/GraphMol/MolStandardize/Charge.cpp):
 *
 * - Anions (−1) gain a proton; cations with a hydrogen lose one.
 * - Charges that cancel each other between neighbors stay: nitro, N-oxide, azide, isonitrile.
 * - Cations without a hydrogen (quaternary ammonium, N-alkylpyridinium) stay, and with each of their charges one anion
 *   of the molecule that is no acid, unless there is an acid for it ({@link deprotonate}). Among equals the first of the
 *   text loses its charge.
 * - Once no net charge is left, cations stay.
 *
 * Unlike RDKit's, carbocations, borohydrides and metals are no other molecule: they gain and lose no hydride.
 *
 * @param json RDKit's, of the molecule
 * @returns what changes, by atom
 */
export function neutralize(json: string): AtomChanges {
  const atoms = readAtoms(json);
  const acids = atoms.filter(isAcid);
  const balanced = balancedAcids(acids);
  const anions = atoms.filter((a) => a.charge === -1 && !a.bonds.some(({ to }) => isCation(to)));
  const removable = acids.filter((a) => !balanced.has(a));
  const others = anions.filter((a) => !acids.includes(a));
  const fixed = atoms.filter((a) => isCation(a) && !canLose(a) && anionsNextTo(a) === 0);
  const movable = atoms.filter((a) => isCation(a) && canLose(a) && anionsNextTo(a) !== 1);
  const before = atoms.map(({ charge }) => charge);

  const sites = removable.length + atoms.filter(isProtonatedAcid).length;
  const unmatched = fixed.reduce((sum, a) => sum + a.charge, 0) - sites;
  let surplus = others.length - Math.max(0, unmatched);
  for (const atom of surplus > 0 ? others : []) {
    if (takeNegative(atom) && --surplus === 0) break;
  }
  for (const atom of removable) takeNegative(atom);
  let net = netCharge(atoms);
  for (const atom of movable) {
    while (atom.charge > 0 && net > 0 && takePositive(atom)) net--;
  }
  return changesOf(atoms, before);
}

/**
 * Takes protons off acids (sulfur's, then phosphorus's, then carbon's; among equals the first of the text) until no net
 * charge is left: a betaine is drawn so, and its hydrochloride then, too.
 *
 * @param json RDKit's, of a molecule whose acids are protonated
 */
export function deprotonate(json: string): AtomChanges {
  const atoms = readAtoms(json);
  const before = atoms.map(({ charge }) => charge);
  const rank = (acid: Atom) => [SULFUR, PHOSPHORUS, CARBON].indexOf(centerOf(acid)?.z ?? CARBON);
  const acids = atoms.filter(isProtonatedAcid).sort((a, b) => rank(a) - rank(b));
  for (const atom of acids.slice(0, Math.max(0, netCharge(atoms)))) {
    atom.charge = -1;
    atom.hydrogens = 0;
  }
  return changesOf(atoms, before);
}

function changesOf(atoms: readonly Atom[], before: readonly number[]): AtomChanges {
  const changes = new Map<number, { hydrogens: number; charge: number }>();
  atoms.forEach(({ charge, hydrogens }, i) => {
    if (charge !== before[i]) changes.set(i, { hydrogens, charge });
  });
  return changes;
}

function netCharge(atoms: readonly Atom[]): number {
  return atoms.reduce((sum, { charge }) => sum + charge, 0);
}

function isCation({ charge }: Atom): boolean {
  return charge >= 1 && charge <= 4;
}

function anionsNextTo({ bonds }: Atom): number {
  return bonds.filter(({ to }) => to.charge === -1).length;
}

/** Whether the negative charge was taken off. */
function takeNegative(atom: Atom): boolean {
  if (!nonmetals.has(atom.z)) return false;
  atom.hydrogens++;
  atom.charge++;
  return true;
}

/** Whether a cation may lose a proton; that of carbon is an alkene's or a carbene's. */
function canLose({ z, hydrogens }: Atom): boolean {
  return hydrogens > 0 && z !== CARBON && nonmetals.has(z);
}

/** Whether one positive charge was taken off. */
function takePositive(atom: Atom): boolean {
  if (!canLose(atom)) return false;
  atom.hydrogens--;
  atom.charge--;
  return true;
}

/** Acids with their proton: carboxylic, sulfonic, phosphonic and the like, and their thio forms. */
function isProtonatedAcid(atom: Atom): boolean {
  return atom.charge === 0 && atom.hydrogens === 1 && centerOf(atom) !== undefined;
}

/** The atom of C, S or P that makes a chalcogen an acid. */
function centerOf(atom: Atom): Atom | undefined {
  if (!isChalcogen(atom)) return undefined;
  return atom.bonds
    .filter(({ order }) => order === 1)
    .map(({ to }) => to)
    .find(
      ({ z, charge, aromatic, bonds }) =>
        (z === CARBON || z === SULFUR || z === PHOSPHORUS) &&
        charge === 0 &&
        !aromatic &&
        bonds.some((b) => b.to !== atom && b.order === 2 && !b.aromatic && isChalcogen(b.to)),
    );
}

/**
 * Anions of acids: of carbon and sulfur acids (carboxylate, sulfonate, carbonate, sulfate and their
 * thio forms); of nitrogen and phosphorus acids drawn with charges; of halogen acids drawn so.
 */
function isAcid(atom: Atom): boolean {
  if (atom.charge !== -1 || !isChalcogen(atom)) return false;
  return atom.bonds.some(({ to: center, order, aromatic }) => {
    if (order !== 1 && !aromatic) return false;
    const others = center.bonds.filter(({ to }) => to !== atom);
    const doubly = others.some((b) => b.order === 2 && !b.aromatic && isChalcogen(b.to));
    const anion = others.some((b) => (b.order === 1 || b.aromatic) && isAnion(b.to));
    if (center.aromatic) return false;
    if (center.z === CARBON || center.z === SULFUR) return center.charge === 0 && doubly;
    if (center.z === PHOSPHORUS && center.charge === 0) return doubly;
    if (center.z === NITROGEN || center.z === PHOSPHORUS) {
      return center.charge === 1 && doubly && anion;
    }
    if (!halogens.has(center.z) || atom.z !== OXYGEN) return false;
    const { charge } = center;
    return charge >= 1 && charge <= 3 && others.some((b) => isAnion(b.to) && b.to.z === OXYGEN);
  });
}

function isChalcogen({ z, aromatic }: Atom): boolean {
  return (z === OXYGEN || z === SULFUR) && !aromatic;
}

function isAnion(atom: Atom): boolean {
  return isChalcogen(atom) && atom.charge === -1;
}

/** Acid anions whose charge a neighbor cancels: as many of each neighbor as it has charges. */
function balancedAcids(acids: readonly Atom[]): Set<Atom> {
  const balanced = new Set<Atom>();
  const used = new Map<Atom, number>();
  for (const acid of acids) {
    const center = acid.bonds.map(({ to }) => to).find(({ charge }) => charge > 0);
    if (!center) continue;
    const times = used.get(center) ?? 0;
    if (times >= center.charge) continue;
    used.set(center, times + 1);
    balanced.add(acid);
  }
  return balanced;
}

function readAtoms(json: string): Atom[] {
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
  return atoms;
}
