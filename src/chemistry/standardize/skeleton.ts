import { textHash } from '../../text.js';

/** An atom, a bond, a branch, a ring closure, or a dot. */
const TOKEN =
  /\[([^\]]*)\]|(Br|Cl|[BCNOPSFIbcnops*])|(%\d\d|%\(\d+\)|\d)|([-=#$:~/\\]|->|<-)|([().])/y;
const ELEMENT = /^\d*(?:([A-Z][a-z]?|[a-z]{1,2}|\*)|#(\d+))/;
/** Elements whose bonds InChI leaves alone. */
const NONMETALS = new Set('H B C N O F Si P S Cl Se Br I'.split(' '));
const ROUNDS = 3;
/** No atom has more hydrogens: what is written in brackets has one digit. */
const MOST_HYDROGENS = 9;

interface Atoms {
  readonly elements: string[];
  readonly neighbours: number[][];
}

/**
 * What no level of standardisation changes of those fragments of a molecule that may be its largest: their heavy atoms
 * and which of them are bonded. Charges, isotopes, stereo, hydrogens and the orders of bonds are not in it. Molecules that are the same at some level
 * have a key in common; those that have one need not be the same.
 *
 * @param smiles that RDKit can read
 * @returns a key for each such fragment, or null where the text cannot be followed
 */
export function skeletonKeys(smiles: string): string[] | null {
  const atoms = readAtoms(smiles);
  if (!atoms) return null;
  const { elements, neighbours } = atoms;
  // A hydrogen that is written as an atom goes; one that holds two atoms together does not happen where it matters.
  const heavy = elements.map((element, a) => element !== 'H' || neighbours[a].length > 1);
  const colours = refined(elements, neighbours, heavy);
  const fragments = fragmentsOf(neighbours).map((members) => members.filter((a) => heavy[a]));
  const most = fragments.reduce((found, own) => Math.max(found, own.length), 0);
  // The largest fragment is the one of most atoms, hydrogens among them: a counter-ion of few atoms is not.
  const possible = fragments.filter((own) => MOST_HYDROGENS * own.length + 2 >= most - own.length);
  return possible.map((own) => {
    // InChI breaks the bonds of metals, so that only the atoms are sure to stay.
    const metal = own.some((a) => !NONMETALS.has(elements[a]));
    const parts = metal ? own.map((a) => elements[a]) : own.map((a) => String(colours[a]));
    return `${metal ? 'metal ' : ''}${parts.sort().join(' ')}`;
  });
}

function readAtoms(smiles: string): Atoms | null {
  const elements: string[] = [];
  const neighbours: number[][] = [];
  const open = new Map<string, number>();
  const branches: number[] = [];
  let last = -1;
  const bond = (a: number, b: number) => {
    neighbours[a].push(b);
    neighbours[b].push(a);
  };
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < smiles.length) {
    const match = TOKEN.exec(smiles);
    if (!match) return null;
    const [, bracket, organic, ring, , mark] = match;
    if (bracket !== undefined || organic !== undefined) {
      const element = organic ?? elementOf(bracket);
      if (element === null) return null;
      elements.push(element === '*' ? element : element[0].toUpperCase() + element.slice(1));
      neighbours.push([]);
      const atom = elements.length - 1;
      if (last >= 0) bond(last, atom);
      last = atom;
    } else if (ring !== undefined) {
      const label = ring.replace(/[%()]/g, '');
      const other = open.get(label);
      if (last < 0) return null;
      if (other === undefined) open.set(label, last);
      else {
        open.delete(label);
        bond(other, last);
      }
    } else if (mark === '(') branches.push(last);
    else if (mark === ')') last = branches.pop() ?? -1;
    else if (mark === '.') last = -1;
  }
  return open.size === 0 && branches.length === 0 ? { elements, neighbours } : null;
}

function elementOf(bracket: string): string | null {
  const match = ELEMENT.exec(bracket);
  // Elements by number are rare, and few of them are metals that matter.
  if (!match || match[2] !== undefined) return null;
  // `[nH]`, `[cH-]`: an aromatic atom and its hydrogen; `[se]`, `[as]`, `[te]` have two letters.
  return match[1];
}

/** Numbers of atoms by what is around them, up to {@link ROUNDS} bonds away (Weisfeiler and Lehman, 1968). */
function refined(
  elements: readonly string[],
  neighbours: readonly (readonly number[])[],
  heavy: readonly boolean[],
): number[] {
  let colours = elements.map((element) => textHash(element));
  for (let round = 0; round < ROUNDS; round++) {
    colours = colours.map((colour, a) => {
      const around: number[] = [];
      for (const b of neighbours[a]) if (heavy[b]) around.push(colours[b]);
      if (around.length > 1) around.sort((x, y) => x - y);
      let mixed = colour;
      for (const other of around) mixed = mix(mixed, other);
      return mix(mixed, around.length);
    });
  }
  return colours;
}

/** Two numbers of 32 bits as one. */
function mix(a: number, b: number): number {
  const m = Math.imul(a ^ (b >>> 15) ^ Math.imul(b, 0x85ebca6b), 0x01000193);
  return (m ^ (m >>> 13)) >>> 0;
}

/** The atoms of each connected part. */
function fragmentsOf(neighbours: readonly (readonly number[])[]): number[][] {
  const seen = new Uint8Array(neighbours.length);
  const fragments: number[][] = [];
  for (let start = 0; start < neighbours.length; start++) {
    if (seen[start]) continue;
    seen[start] = 1;
    const members = [start];
    for (let k = 0; k < members.length; k++) {
      for (const next of neighbours[members[k]]) {
        if (seen[next]) continue;
        seen[next] = 1;
        members.push(next);
      }
    }
    fragments.push(members);
  }
  return fragments;
}
