import { type DocumentJson, REPRESENTATION } from '../rdkit-json.js';

/** Kinds of bonds, one bit each, so that a set of them is a sum. */
export const SINGLE = 1;
export const DOUBLE = 2;
export const TRIPLE = 4;
export const AROMATIC = 8;
/** Dative, quadruple and the like. */
export const OTHER = 16;

/**
 * A molecule as RDKit has it after sanitizing. Hydrogens are atoms only where RDKit keeps them so. Its
 * lists are short and soon gone: plain arrays cost less than typed ones.
 */
export interface Graph {
  /** Number of atoms. */
  readonly atoms: number;
  /** Atomic number of each atom; 0 for a dummy. */
  readonly element: readonly number[];
  readonly aromatic: readonly number[];
  /** Hydrogens of each atom that are no atoms of the graph. */
  readonly hydrogens: readonly number[];
  readonly charge: readonly number[];
  /** Mass number; 0 where none is given. */
  readonly isotope: readonly number[];
  /** The kind of each bond. */
  readonly kind: readonly number[];
  /** 1 for each bond that is in a ring. */
  readonly inRing: readonly number[];
  /** The two atoms of bond b: `ends[2 * b]` and `ends[2 * b + 1]`. */
  readonly ends: readonly number[];
  /** Neighbors of atom a: `neighbors[offsets[a]]` up to, not including, `offsets[a + 1]`. */
  readonly offsets: readonly number[];
  readonly neighbors: readonly number[];
  /** The bond to each neighbor. */
  readonly bonds: readonly number[];
  /** RDKit's rings (symmetrized smallest set), each as its bonds. */
  readonly rings: readonly (readonly number[])[];
}

const kinds: Readonly<Record<number, number>> = { 1: SINGLE, 2: DOUBLE, 3: TRIPLE };

/** Reads a molecule out of RDKit's JSON. */
export function readGraph(json: string): Graph {
  const { defaults, molecules } = JSON.parse(json) as DocumentJson;
  const { atoms, bonds, extensions } = molecules[0];
  const representation = extensions?.find(({ name }) => name === REPRESENTATION);
  const n = atoms.length;
  const element = zeros(n);
  const hydrogens = zeros(n);
  const charge = zeros(n);
  const isotope = zeros(n);
  for (let a = 0; a < n; a++) {
    const atom = atoms[a];
    element[a] = atom.z ?? defaults.atom.z;
    hydrogens[a] = atom.impHs ?? defaults.atom.impHs;
    charge[a] = atom.chg ?? defaults.atom.chg;
    isotope[a] = atom.isotope ?? defaults.atom.isotope;
  }
  const aromatic = zeros(n);
  for (const a of representation?.aromaticAtoms ?? []) aromatic[a] = 1;

  const kind = zeros(bonds.length);
  const ends = zeros(2 * bonds.length);
  for (let b = 0; b < bonds.length; b++) {
    kind[b] = kinds[bonds[b].bo ?? defaults.bond.bo] ?? OTHER;
    ends[2 * b] = bonds[b].atoms[0];
    ends[2 * b + 1] = bonds[b].atoms[1];
  }
  for (const b of representation?.aromaticBonds ?? []) kind[b] = AROMATIC;

  const { offsets, neighbors, bonds: via } = adjacency(n, ends);
  const inRing = zeros(bonds.length);
  const rings = (representation?.atomRings ?? []).map((ring) =>
    ring.map((atom, i) => {
      const before = ring[i === 0 ? ring.length - 1 : i - 1];
      let at = offsets[atom];
      while (at < offsets[atom + 1] && neighbors[at] !== before) at++;
      if (at === offsets[atom + 1]) throw new Error(`no bond ${before}-${atom} of a ring`);
      inRing[via[at]] = 1;
      return via[at];
    }),
  );
  return {
    ...{ atoms: n, element, aromatic, hydrogens, charge, isotope },
    ...{ kind, inRing, ends, offsets, neighbors, bonds: via, rings },
  };
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function adjacency(
  atoms: number,
  ends: readonly number[],
): Pick<Graph, 'offsets' | 'neighbors' | 'bonds'> {
  const offsets = zeros(atoms + 1);
  for (let e = 0; e < ends.length; e++) offsets[ends[e] + 1]++;
  for (let a = 0; a < atoms; a++) offsets[a + 1] += offsets[a];
  const next = offsets.slice(0, atoms);
  const neighbors = zeros(ends.length);
  const bonds = zeros(ends.length);
  for (let e = 0; e < ends.length; e++) {
    const slot = next[ends[e]]++;
    neighbors[slot] = ends[e ^ 1];
    bonds[slot] = e >> 1;
  }
  return { offsets, neighbors, bonds };
}

/** Number of neighbors of an atom that are atoms of the graph. */
export function degree({ offsets }: Graph, atom: number): number {
  return offsets[atom + 1] - offsets[atom];
}

/** All hydrogens on an atom. */
export function hydrogensOn(graph: Graph, atom: number): number {
  const { element, hydrogens, offsets, neighbors } = graph;
  let count = hydrogens[atom];
  for (let i = offsets[atom]; i < offsets[atom + 1]; i++) if (element[neighbors[i]] === 1) count++;
  return count;
}

/** The same molecule with each of its hydrogens as an atom, after all others. */
export function withHydrogens(graph: Graph): Graph {
  const element = graph.element.slice();
  const kind = graph.kind.slice();
  const ends = graph.ends.slice();
  for (let a = 0; a < graph.atoms; a++) {
    for (let h = graph.hydrogens[a]; h > 0; h--) {
      ends.push(a, element.length);
      element.push(1);
      kind.push(SINGLE);
    }
  }
  const atoms = element.length;
  const none = zeros(atoms - graph.atoms);
  return {
    atoms,
    element,
    aromatic: graph.aromatic.concat(none),
    hydrogens: zeros(atoms),
    charge: graph.charge.concat(none),
    isotope: graph.isotope.concat(none),
    kind,
    inRing: graph.inRing.concat(none),
    ends,
    rings: graph.rings,
    ...adjacency(atoms, ends),
  };
}
