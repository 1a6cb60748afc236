import { implicitHydrogens } from './implicit-hydrogens.js';
import { type AtomJson, type DocumentJson, REPRESENTATION } from './rdkit-json.js';

/** The part of a scaffold that an atom is. */
export const OUTSIDE = 0;
/** In a ring, or on a path between rings. */
export const CORE = 1;
/** Doubly bonded to the core. */
export const EXOCYCLIC = 2;

const DOUBLE = 2;
/** A bond order of RDKit's JSON: the bond counts for the second of its atoms only. */
const DATIVE = 17;

/** Elements (B, C, N, O, F, P, S, Cl, Br, I) that SMILES write without brackets. */
const organic = new Set([5, 6, 7, 8, 9, 15, 16, 17, 35, 53]);

/** Bonds, as three lists of one length. Aromatic ones may have any order. */
export interface Bonds {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly order: Uint8Array;
}

/**
 * Marks each atom {@link CORE}, {@link EXOCYCLIC} or {@link OUTSIDE}. The core is what is left when
 * atoms with one neighbor or none are taken away until there are no more: rings of any fragment,
 * with what lies between rings of one fragment. Takes time in proportion to atoms and bonds.
 */
export function scaffoldAtoms(atoms: number, { from, to, order }: Bonds): Uint8Array {
  const degree = new Int32Array(atoms);
  // The exclusive or of an atom's bonds; of an atom with one bond left, this is that bond.
  const last = new Int32Array(atoms);
  for (let b = 0; b < from.length; b++) {
    degree[from[b]]++;
    degree[to[b]]++;
    last[from[b]] ^= b;
    last[to[b]] ^= b;
  }
  for (let a = 0; a < atoms; a++) {
    for (let leaf = a; degree[leaf] === 1; ) {
      const bond = last[leaf];
      degree[leaf] = 0;
      leaf ^= from[bond] ^ to[bond];
      degree[leaf]--;
      last[leaf] ^= bond;
    }
  }
  const part = new Uint8Array(atoms);
  for (let a = 0; a < atoms; a++) if (degree[a] > 0) part[a] = CORE;
  for (let b = 0; b < from.length; b++) {
    if (order[b] !== DOUBLE) continue;
    if (degree[from[b]] > 0 && degree[to[b]] === 0) part[to[b]] = EXOCYCLIC;
    if (degree[to[b]] > 0 && degree[from[b]] === 0) part[from[b]] = EXOCYCLIC;
  }
  return part;
}

/**
 * The Bemis-Murcko scaffold of a molecule, both in RDKit's JSON; `null` if it has no rings.
 *
 * Hydrogens take the place of what was cut off as they do in RDKit's MurckoDecompose
 * (Code/GraphMol/ChemTransforms/ChemTransforms.cpp), its oddities included. Isotopes, stereo and
 * all else that says nothing of the graph are left out. The result keeps its aromatic flags and is
 * to be read without sanitizing, because MurckoDecompose does not sanitize either.
 */
export function scaffoldJson(moleculeJson: string): string | null {
  const { rdkitjson, defaults, molecules } = JSON.parse(moleculeJson) as DocumentJson;
  const { atoms, bonds, extensions } = molecules[0];
  const representation = extensions?.find(({ name }) => name === REPRESENTATION);
  const from = new Int32Array(bonds.length);
  const to = new Int32Array(bonds.length);
  const order = new Uint8Array(bonds.length);
  for (let b = 0; b < bonds.length; b++) {
    const bond = bonds[b];
    from[b] = bond.atoms[0];
    to[b] = bond.atoms[1];
    order[b] = bond.bo ?? defaults.bond.bo;
  }
  const part = scaffoldAtoms(atoms.length, { from, to, order });
  if (!part.includes(CORE)) return null;

  const aromaticAtom = flags(atoms.length, representation?.aromaticAtoms);
  const aromaticBond = flags(bonds.length, representation?.aromaticBonds);
  /** Bond orders of each atom in the molecule and in the scaffold, and whether the two differ. */
  const before = new Float64Array(atoms.length);
  const after = new Float64Array(atoms.length);
  const cut = new Uint8Array(atoms.length);
  for (let b = 0; b < bonds.length; b++) {
    const [f, t] = [from[b], to[b]];
    const inside = part[f] !== OUTSIDE && part[t] !== OUTSIDE;
    if (!inside) cut[f] = cut[t] = 1;
    const dative = order[b] === DATIVE;
    const valence = aromaticBond[b] ? 1.5 : dative ? 1 : order[b];
    before[t] += valence;
    if (inside) after[t] += valence;
    if (dative) continue;
    before[f] += valence;
    if (inside) after[f] += valence;
  }

  const number = new Int32Array(atoms.length);
  const keptAtoms: string[] = [];
  const keptAromaticAtoms: number[] = [];
  for (let a = 0; a < atoms.length; a++) {
    if (part[a] === OUTSIDE) continue;
    number[a] = keptAtoms.length;
    const aromatic = aromaticAtom[a] === 1;
    if (aromatic) keptAromaticAtoms.push(number[a]);
    const atom = atoms[a];
    let hydrogens = atom.impHs ?? defaults.atom.impHs;
    if (cut[a]) {
      const whole = { ...defaults.atom, ...atom };
      hydrogens =
        part[a] === CORE
          ? coreHydrogens(whole, aromatic, after[a])
          : exocyclicHydrogens(whole, before[a], after[a]);
    }
    keptAtoms.push(atomText(atom, defaults.atom, hydrogens));
  }
  const keptBonds: string[] = [];
  const keptAromaticBonds: number[] = [];
  for (let b = 0; b < bonds.length; b++) {
    if (part[from[b]] === OUTSIDE || part[to[b]] === OUTSIDE) continue;
    if (aromaticBond[b]) keptAromaticBonds.push(keptBonds.length);
    // The orders of aromatic bonds are those of one of several Kekulé structures.
    const bo = aromaticBond[b] || order[b] === 1 ? '' : `"bo":${order[b]},`;
    keptBonds.push(`{${bo}"atoms":[${number[from[b]]},${number[to[b]]}]}`);
  }
  const flagged = {
    name: representation?.name,
    formatVersion: representation?.formatVersion,
    toolkitVersion: representation?.toolkitVersion,
    aromaticAtoms: keptAromaticAtoms,
    aromaticBonds: keptAromaticBonds,
  };
  return (
    `{"rdkitjson":${JSON.stringify(rdkitjson)},"defaults":${DEFAULTS},"molecules":[{` +
    `"atoms":[${keptAtoms.join(',')}],"bonds":[${keptBonds.join(',')}],` +
    `"extensions":[${JSON.stringify(flagged)}]}]}`
  );
}

const DEFAULTS = JSON.stringify({
  atom: { z: 6, impHs: 0, chg: 0, nRad: 0, isotope: 0, stereo: 'unspecified' },
  bond: { bo: 1, stereo: 'unspecified' },
});

function atomText(atom: AtomJson, defaults: Required<AtomJson>, hydrogens: number): string {
  const { z = defaults.z, chg = defaults.chg, nRad = defaults.nRad } = atom;
  const parts: string[] = [];
  if (z !== 6) parts.push(`"z":${z}`);
  if (hydrogens !== 0) parts.push(`"impHs":${hydrogens}`);
  if (chg !== 0) parts.push(`"chg":${chg}`);
  if (nRad !== 0) parts.push(`"nRad":${nRad}`);
  return `{${parts.join(',')}}`;
}

/** Hydrogens of an atom of the core that has lost a neighbor. */
function coreHydrogens(
  { z: element, chg: charge, nRad }: Required<AtomJson>,
  aromatic: boolean,
  bonds: number,
): number {
  if (aromatic && (element !== 6 || charge === 1)) return 1;
  return implicitHydrogens({ element, charge, aromatic, used: bonds + nRad });
}

/** Hydrogens of an atom doubly bonded to the core that has lost a neighbor of its own. */
function exocyclicHydrogens(
  { z: element, impHs, chg: charge, nRad, isotope, stereo }: Required<AtomJson>,
  before: number,
  after: number,
): number {
  const open = (used: number) => implicitHydrogens({ element, charge, aromatic: false, used });
  // RDKit leaves them as they are where a SMILES has to state them, and opens them elsewhere.
  const stated =
    charge !== 0 ||
    isotope !== 0 ||
    nRad !== 0 ||
    stereo !== 'unspecified' ||
    !organic.has(element) ||
    open(before) !== impHs;
  return stated ? impHs : open(after);
}

function flags(length: number, set: readonly number[] | undefined): Uint8Array {
  const result = new Uint8Array(length);
  if (set) for (const i of set) result[i] = 1;
  return result;
}
