import { textHash } from '../../text.js';
import { elementOf } from './atom-text.js';
import { readSmiles } from './bond-text.js';
import { COUNTER_METALS, SALT_FORMERS, type SaltFormer } from './counter-ions.js';

/** Elements whose bonds InChI leaves alone. */
const NONMETALS = new Set('H B C N O F Si P S Cl Se Br I'.split(' '));
const ROUNDS = 3;

/** What no level of standardization changes of one fragment. */
interface Skeleton {
  /** Keys; one of them is that of whatever a level makes of it. */
  readonly keys: readonly string[];
  /** Whether it is a lone ion that salts are made with. */
  readonly isIon: boolean;
}

/**
 * What no level of standardization changes of those fragments of a molecule that may be kept without salts: their heavy
 * atoms and which of them are bonded. Charges, isotopes, stereo, hydrogens and the orders of bonds are not in it. Molecules
 * that are the same at some level have a key in common; those that have one need not be the same.
 *
 * @param smiles that RDKit can read
 * @returns a key for each such fragment, or null where the text cannot be followed
 */
export function skeletonKeys(smiles: string): string[] | null {
  const fragments = skeletonsOf(smiles);
  if (!fragments) return null;
  const formers = saltSkeletons();
  const parents = fragments.filter(({ keys, isIon }) => !isIon && !formers.has(keys[0]));
  return (parents.length > 0 ? parents : fragments).flatMap(({ keys }) => keys);
}

/** The counter-ions and solvents that a fragment may be; those of its skeleton. */
export function saltFormersLike(fragment: string): readonly SaltFormer[] {
  const [skeleton] = skeletonsOf(fragment) ?? [];
  return saltSkeletons().get(skeleton?.keys[0] ?? '') ?? [];
}

let formersOf: Map<string, SaltFormer[]> | undefined;

/** Counter-ions and solvents by skeleton. */
function saltSkeletons(): ReadonlyMap<string, readonly SaltFormer[]> {
  if (formersOf) return formersOf;
  formersOf = new Map();
  for (const former of SALT_FORMERS) {
    const [skeleton] = skeletonsOf(former.smiles) ?? [];
    const [key] = skeleton.keys;
    formersOf.set(key, [...(formersOf.get(key) ?? []), former]);
  }
  return formersOf;
}

function skeletonsOf(smiles: string): Skeleton[] | null {
  const atoms = readAtoms(smiles);
  if (!atoms) return null;
  const { elements, neighbors } = atoms;
  // A hydrogen that is written as an atom goes; one that holds two atoms together does not happen where it matters.
  const heavy = elements.map((element, a) => element !== 'H' || neighbors[a].length > 1);
  const isMetal = elements.map((element) => !NONMETALS.has(element));
  const isSalt = elements.map(
    (element, a) => COUNTER_METALS.has(element) && neighbors[a].every((b) => elements[b] !== 'C'),
  );
  const without = (gone: readonly boolean[]) =>
    gone.includes(true)
      ? neighbors.map((own, a) => (gone[a] ? [] : own.filter((b) => !gone[b])))
      : neighbors;
  // InChI breaks the bonds of metals, so that only the atoms are sure to stay.
  const colors = refined(elements, without(isMetal), heavy);
  const keyOf = (members: readonly number[]) => {
    const own = members.filter((a) => heavy[a]);
    const metal = own.some((a) => isMetal[a]);
    const parts = own.map((a) => (metal ? elements[a] : String(colors[a])));
    return `${metal ? 'metal ' : ''}${parts.sort().join(' ')}`;
  };
  const apart = without(isSalt);
  return fragmentsOf(neighbors).map((members): Skeleton => {
    const isIon = !members.some((a) => heavy[a] && (members.length > 1 || !isSalt[a]));
    // Salts that are drawn with a covalent metal are cut there.
    const ligands = members.some((a) => isSalt[a])
      ? fragmentsOf(
          apart,
          members.filter((a) => !isSalt[a]),
        )
      : [];
    return { keys: [members, ...ligands].map(keyOf), isIon };
  });
}

interface Atoms {
  readonly elements: string[];
  readonly neighbors: number[][];
}

function readAtoms(smiles: string): Atoms | null {
  const read = readSmiles(smiles);
  if (!read) return null;
  const elements = read.atoms.map((token) => elementOf(read.tokens[token]));
  if (elements.includes('')) return null;
  const neighbors: number[][] = elements.map(() => []);
  for (const { from, to } of read.bonds) {
    neighbors[from].push(to);
    neighbors[to].push(from);
  }
  return { elements, neighbors };
}

/** Numbers of atoms by what is around them, up to {@link ROUNDS} bonds away (Weisfeiler and Lehman, 1968). */
function refined(
  elements: readonly string[],
  neighbors: readonly (readonly number[])[],
  heavy: readonly boolean[],
): number[] {
  let colors = elements.map((element) => textHash(element));
  for (let round = 0; round < ROUNDS; round++) {
    colors = colors.map((color, a) => {
      const around: number[] = [];
      for (const b of neighbors[a]) if (heavy[b]) around.push(colors[b]);
      if (around.length > 1) around.sort((x, y) => x - y);
      let mixed = color;
      for (const other of around) mixed = mix(mixed, other);
      return mix(mixed, around.length);
    });
  }
  return colors;
}

/** Two numbers of 32 bits as one. */
function mix(a: number, b: number): number {
  const m = Math.imul(a ^ (b >>> 15) ^ Math.imul(b, 0x85ebca6b), 0x01000193);
  return (m ^ (m >>> 13)) >>> 0;
}

/** The atoms of each connected part, from some atoms on; default all. */
function fragmentsOf(
  neighbors: readonly (readonly number[])[],
  from: Iterable<number> = neighbors.keys(),
): number[][] {
  const seen = new Uint8Array(neighbors.length);
  const fragments: number[][] = [];
  for (const start of from) {
    if (seen[start]) continue;
    seen[start] = 1;
    const members = [start];
    for (let k = 0; k < members.length; k++) {
      for (const next of neighbors[members[k]]) {
        if (seen[next]) continue;
        seen[next] = 1;
        members.push(next);
      }
    }
    fragments.push(members);
  }
  return fragments;
}
