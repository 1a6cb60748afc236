// Real molecules and what they fall into: the bonds at which chemists cut (single, not in a ring,
// at a ring or between a heteroatom and carbon; RECAP and BRICS in spirit), the halves to put
// together anew, and the substituents with how often each is seen.
import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { Random } from '../dist/random.js';
import { KeySet, keyOf } from './graph-key.js';
import {
  ATOMS,
  DOUBLE,
  Graph,
  isAromatic,
  readSmiles,
  ringBonds,
  SINGLE,
  TRIPLE,
} from './smiles.js';

const shared = fileURLToPath(new URL('../../shared/datasets/', import.meta.url));
const bundled = fileURLToPath(new URL('../datasets/drugs-and-chemicals.csv', import.meta.url));
/** The sets that are written with aromatic rings; others would bring one ring in two spellings. */
const FILES = [
  ['HIV.csv.gz', 'smiles'],
  ['drd2_hi.csv', 'smiles'],
  ['biogen_logS.csv', 'SMILES'],
  ['CHEMBL204_Ki_cliffs.csv', 'smiles'],
  ['CHEMBL217_simpd.csv', 'canonical_smiles'],
  ['Ki_Carbonic_anhydrase_I.csv', 0],
];

const MIN_ATOMS = 10;
export const MAX_ATOMS = 45;
const MAX_SUBSTITUENT = 12;
const HALF = { min: 5, max: 28 };

const HALOGEN = /^(F|Cl|Br|I)$/;
/** A nitro group is a substituent; other charges stay where they are. */
const isCharged = (number) => /[+-]/.test(ATOMS[number]) && ATOMS[number] !== '[N+]';
const HETERO = /^\[?[NOSPnos]/;

async function* realSmiles() {
  const files = existsSync(shared)
    ? FILES.map(([name, column]) => [shared + name, column])
    : [[bundled, 'smiles']];
  for (const [path, column] of files) {
    const bytes = createReadStream(path);
    const text = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
    const rows = text.pipe(parse({ columns: column !== 0, relax_column_count: true }));
    for await (const row of rows) yield row[column];
  }
}

/**
 * What an end of a cut bond is, in one letter. Two ends are put together only where ends of these
 * two kinds were bonded in a real molecule, so that no peroxide or N-halogen comes about.
 */
function kindOf(graph, neighbors, a) {
  const text = ATOMS[graph.atoms[a]];
  if (isAromatic(graph.atoms[a])) return text === 'c' ? 'c' : 'n';
  if (HALOGEN.test(text)) return 'X';
  const list = neighbors[a];
  let unsaturated = false;
  let oxo = false;
  for (let k = 0; k < list.length; k += 2) {
    if (list[k + 1] !== DOUBLE && list[k + 1] !== TRIPLE) continue;
    unsaturated = true;
    if (/^\[?[NOS]/.test(ATOMS[graph.atoms[list[k]]])) oxo = true;
  }
  if (text === 'C') return oxo ? 'K' : unsaturated ? 'V' : 'C';
  if (text === 'S') return oxo ? 'U' : 'S';
  return text === '[N+]' ? 'Q' : text;
}

/** The bonds to cut, each with both ends and their kinds. */
export function cutsOf(graph) {
  const neighbors = graph.neighbors();
  const inRing = ringBonds(graph);
  const ringAtom = graph.atoms.map(() => false);
  const { atoms, bonds } = graph;
  for (let b = 0; b < bonds.length; b += 3) {
    if (inRing[b / 3]) ringAtom[bonds[b]] = ringAtom[bonds[b + 1]] = true;
  }
  const isHetero = (a) => HETERO.test(ATOMS[atoms[a]]);
  const halogens = (a) =>
    neighbors[a].filter((n, k) => k % 2 === 0 && HALOGEN.test(ATOMS[atoms[n]])).length;
  const cuts = [];
  for (let b = 0; b < bonds.length; b += 3) {
    const [i, j, order] = [bonds[b], bonds[b + 1], bonds[b + 2]];
    if (inRing[b / 3] || order !== SINGLE || halogens(i) > 1 || halogens(j) > 1) continue;
    if (!(ringAtom[i] || ringAtom[j] || isHetero(i) !== isHetero(j))) continue;
    if (isCharged(atoms[i]) || isCharged(atoms[j])) continue;
    cuts.push({
      i,
      j,
      bond: b,
      kindI: kindOf(graph, neighbors, i),
      kindJ: kindOf(graph, neighbors, j),
    });
  }
  return cuts;
}

/** The atoms on a's side of the bond between a and b, a first. */
export function side(neighbors, a, b) {
  const seen = new Uint8Array(neighbors.length);
  seen[a] = seen[b] = 1;
  const members = [a];
  for (let m = 0; m < members.length; m++) {
    const list = neighbors[members[m]];
    for (let k = 0; k < list.length; k += 2) {
      if (seen[list[k]]) continue;
      seen[list[k]] = 1;
      members.push(list[k]);
    }
  }
  return members;
}

/** The graph of some of the atoms, in the order given. */
export function part(graph, members) {
  const place = new Int16Array(graph.atoms.length).fill(-1);
  const result = new Graph();
  members.forEach((m, i) => {
    place[m] = i;
    result.atoms.push(graph.atoms[m]);
  });
  const { bonds } = graph;
  for (let b = 0; b < bonds.length; b += 3) {
    const [i, j] = [place[bonds[b]], place[bonds[b + 1]]];
    if (i >= 0 && j >= 0) result.bond(i, j, bonds[b + 2]);
  }
  return result;
}

export const isNeutral = (graph) => {
  let charge = 0;
  for (const a of graph.atoms)
    charge += ATOMS[a].includes('+') ? 1 : ATOMS[a].includes('-') ? -1 : 0;
  return charge === 0;
};

/** Items drawn in proportion to their weight. */
export class Urn {
  items = [];
  ends = [];

  add(item, weight) {
    this.ends.push((this.ends.at(-1) ?? 0) + weight);
    this.items.push(item);
  }

  draw(random) {
    const x = random.uniform() * this.ends.at(-1);
    let [low, high] = [0, this.ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] > x) high = middle;
      else low = middle + 1;
    }
    return this.items[low];
  }
}

let fragments;

/**
 * Takes the real molecules apart, once.
 *
 * @returns `molecules`: `{ graph, cuts }`; `halves`: by the kinds of both ends of the cut (`cK` is
 *   an aromatic carbon that was on a carbonyl), as molecule, atom, other atom, in turn;
 *   `substituents`: by the kind of atom they were on (`c`) and by both kinds (`cN`), urns of graphs
 *   that are bound by their first atom; `keys`: those of the molecules
 */
export function readFragments() {
  fragments ??= takeApart();
  return fragments;
}

async function takeApart() {
  const keys = new KeySet();
  const graphs = [];
  for await (const text of realSmiles()) {
    const graph = readSmiles(text ?? '');
    if (!graph || graph.atoms.length < MIN_ATOMS || graph.atoms.length > MAX_ATOMS) continue;
    if (keys.add(keyOf(graph))) graphs.push(graph);
  }
  // The earlier ones are used more, and which those are must not hang on the order of the files.
  new Random(0).shuffle(graphs);
  const molecules = graphs.map((graph) => ({ graph, cuts: cutsOf(graph) }));
  const halves = new Map();
  const counts = new Map();
  molecules.forEach(({ graph, cuts }, number) => {
    for (const { a, b, kinds, members } of sidesOf(graph, cuts)) {
      const fragment = part(graph, members);
      if (!isNeutral(fragment)) continue;
      if (members.length <= MAX_SUBSTITUENT) countSubstituent(counts, fragment, kinds);
      if (members.length < HALF.min) continue;
      if (!halves.has(kinds)) halves.set(kinds, []);
      halves.get(kinds).push(number, a, b);
    }
  });
  return { molecules, halves, substituents: urns(counts), keys };
}

/** Both sides of every cut, but for those that leave no room for another half. */
function* sidesOf(graph, cuts) {
  const neighbors = graph.neighbors();
  for (const { i, j, kindI, kindJ } of cuts) {
    for (const [a, b, kinds] of [
      [i, j, kindI + kindJ],
      [j, i, kindJ + kindI],
    ]) {
      const members = side(neighbors, a, b);
      if (members.length <= HALF.max) yield { a, b, kinds, members };
    }
  }
}

function countSubstituent(counts, graph, kinds) {
  // The atom that binds is told apart by what it has been given: one neighbor more.
  const key = `${kinds} ${keyOf(graph, 0)}`;
  const known = counts.get(key);
  if (known) known.count++;
  else counts.set(key, { graph, kinds, count: 1 });
}

function urns(counts) {
  const result = new Map();
  const urn = (name) => {
    if (!result.has(name)) result.set(name, new Urn());
    return result.get(name);
  };
  for (const { graph, kinds, count } of counts.values()) {
    // As often as seen, small ones more: what is varied in a series is seldom half of the molecule.
    const weight = count * Math.exp(-graph.atoms.length / 10);
    urn(kinds[1] + kinds[0]).add(graph, weight);
    urn(kinds[1]).add(graph, weight);
  }
  return result;
}
