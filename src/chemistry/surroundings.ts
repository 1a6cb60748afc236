import {
  type BondJson,
  type DocumentJson,
  type ExtensionJson,
  REPRESENTATION,
} from './rdkit-json.js';

/**
 * The surroundings of a molecule's atoms: of each atom itself and its neighbors with the bonds to them, as a text that is
 * equal for equal ones. This is the circular environment of radius 1 of Morgan fingerprints: element, charge, isotope,
 * hydrogens, number of neighbors and ring membership of each atom, and the order of each bond or that it is aromatic.
 */
export interface Surroundings {
  /** By atom. */
  readonly flat: readonly string[];
  /** The same with configurations: R or S of the atom, cis or trans of its double bonds. */
  readonly configured: () => readonly string[];
  readonly bonds: readonly BondJson[];
}

/** How a molecule differs from another one. */
export interface Difference {
  /** Number of its atoms. */
  readonly atoms: number;
  /** Those whose surroundings do not occur in the other molecule, ascending. */
  readonly differing: readonly number[];
  /** Bonds between two of these, ascending. */
  readonly bonds: readonly number[];
  /**
   * What differs between the two; `number` if the same surroundings occur in another number, as in decane and undecane.
   * Null if nothing does, as far as surroundings tell.
   */
  readonly by: 'surroundings' | 'stereo' | 'number' | null;
}

/** @param moleculeJson a molecule in RDKit's JSON */
export function surroundingsOf(moleculeJson: string): Surroundings {
  const { defaults, molecules } = JSON.parse(moleculeJson) as DocumentJson;
  const { atoms, bonds, extensions } = molecules[0];
  const representation = extensions?.find(({ name }) => name === REPRESENTATION);
  const isAromatic = flags(bonds.length, representation?.aromaticBonds);
  const isInRing = new Uint8Array(atoms.length);
  for (const ring of representation?.atomRings ?? []) for (const a of ring) isInRing[a] = 1;
  const degree = new Uint8Array(atoms.length);
  for (const bond of bonds) {
    degree[bond.atoms[0]]++;
    degree[bond.atoms[1]]++;
  }
  const { z, chg, impHs, isotope } = defaults.atom;
  const own = atoms.map(
    (atom, a) =>
      `${atom.z ?? z} ${atom.chg ?? chg} ${atom.impHs ?? impHs} ${atom.isotope ?? isotope} ${degree[a]} ${isInRing[a]}`,
  );
  const around = own.map((): string[] => []);
  for (let b = 0; b < bonds.length; b++) {
    const [from, to] = bonds[b].atoms;
    const kind = isAromatic[b] ? 'aromatic' : (bonds[b].bo ?? defaults.bond.bo);
    around[from].push(`${kind} ${own[to]}`);
    around[to].push(`${kind} ${own[from]}`);
  }
  const flat = own.map((text, a) => `${text} | ${around[a].sort().join(' | ')}`);
  return { flat, configured: () => configured(flat, bonds, representation), bonds };
}

/** Surroundings with the configurations of their atoms. */
function configured(
  flat: readonly string[],
  bonds: readonly BondJson[],
  representation: ExtensionJson | undefined,
): string[] {
  const marks = flat.map((): string[] => []);
  for (const [a, code] of representation?.cipCodes ?? []) marks[a].push(code);
  // RDKit names the configuration by the neighbors of the highest rank, so that cis is Z.
  for (const { atoms, stereo } of bonds) {
    if (stereo !== undefined) for (const a of atoms) marks[a].push(stereo);
  }
  return flat.map((text, a) => `${text} / ${marks[a].sort().join(' ')}`);
}

/**
 * How two molecules differ, each from the other: by the atoms whose surroundings do not occur in the other one, in any
 * number. Configurations are compared only of molecules that have the same surroundings as often: where they have not, R
 * may become S because of another neighbor. Takes time in proportion to the atoms.
 */
export function differences(
  first: Surroundings,
  second: Surroundings,
): readonly [Difference, Difference] {
  const found = told(first, second, first.flat, second.flat, 'surroundings');
  if (found) return found;
  const isSame = sorted(first.flat) === sorted(second.flat);
  const turned = isSame
    ? told(first, second, first.configured(), second.configured(), 'stereo')
    : null;
  if (turned) return turned;
  const none = ({ flat }: Surroundings): Difference => ({
    ...{ atoms: flat.length, differing: [], bonds: [] },
    by: isSame ? null : 'number',
  });
  return [none(first), none(second)];
}

/** The atoms of two molecules whose texts the other one has not; null if there are none. */
function told(
  first: Surroundings,
  second: Surroundings,
  ours: readonly string[],
  theirs: readonly string[],
  by: Difference['by'],
): readonly [Difference, Difference] | null {
  const [one, two] = [missing(ours, theirs), missing(theirs, ours)];
  if (one.length === 0 && two.length === 0) return null;
  return [differenceOf(first, one, by), differenceOf(second, two, by)];
}

function differenceOf(
  { flat, bonds }: Surroundings,
  differing: readonly number[],
  by: Difference['by'],
): Difference {
  const among = flags(flat.length, differing);
  const between: number[] = [];
  for (let b = 0; b < bonds.length; b++) {
    const [from, to] = bonds[b].atoms;
    if (among[from] && among[to]) between.push(b);
  }
  return { atoms: flat.length, differing, bonds: between, by };
}

/** Places of texts that another list has not. */
function missing(texts: readonly string[], other: readonly string[]): number[] {
  const known = new Set(other);
  const places: number[] = [];
  for (let a = 0; a < texts.length; a++) if (!known.has(texts[a])) places.push(a);
  return places;
}

function flags(length: number, places: readonly number[] = []): Uint8Array {
  const all = new Uint8Array(length);
  for (const place of places) all[place] = 1;
  return all;
}

function sorted(texts: readonly string[]): string {
  return [...texts].sort().join('\n');
}
