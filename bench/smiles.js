// A small reader and writer of SMILES, for taking real molecules apart and putting new ones
// together. It reads what drug-like molecules are made of and says null to the rest (metals,
// isotopes, radicals, net charges); it drops stereo. Validity is RDKit's matter, not this file's.

const TOKEN = /\[([^\]]+)\]|Cl|Br|[BCNOSPFI]|[cnosp]|%\d\d|\d|[()=#:/\\-]/y;
const BRACKET = /^([BCNOSPFI]|Cl|Br|[cnosp])(@{0,2})(H\d?)?([+-])?$/;

/** The atoms that are read, as they are written; an atom is its place in this list. */
export const ATOMS = [
  ...['C', 'N', 'O', 'S', 'P', 'B', 'F', 'Cl', 'Br', 'I'],
  ...['c', 'n', 'o', 's', '[nH]', '[N+]', '[n+]', '[O-]', '[NH+]', '[N-]', '[S+]'],
];
const numberOf = new Map(ATOMS.map((text, number) => [text, number]));
export const atom = (text) => numberOf.get(text);

const AROMATIC = ATOMS.map((text) => /^\[?[cnos]/.test(text));
const CHARGE = ATOMS.map((text) => (text.includes('+') ? 1 : text.includes('-') ? -1 : 0));
/** The sums of bond orders an atom may have; one that is lower is filled up with hydrogen. */
const VALENCES = { C: [4], N: [3], O: [2], S: [2, 4, 6], P: [3, 5], B: [3], '[N+]': [4] };
const EXACT = { '[O-]': 1, '[NH+]': 3, '[N-]': 2, '[S+]': 3, F: 1, Cl: 1, Br: 1, I: 1 };

export const isAromatic = (number) => AROMATIC[number];

export const SINGLE = 1;
export const DOUBLE = 2;
export const TRIPLE = 3;
export const AROMATIC_BOND = 4;
const ORDERS = {
  '-': SINGLE,
  '=': DOUBLE,
  '#': TRIPLE,
  ':': AROMATIC_BOND,
  '/': SINGLE,
  '\\': SINGLE,
};

/** A molecular graph: `atoms[i]` is a number of {@link ATOMS}, `bonds` is begin, end, order, begin, … */
export class Graph {
  atoms = [];
  bonds = [];

  bond(a, b, order) {
    this.bonds.push(a, b, order);
  }

  /** For every atom its neighbors and the orders of the bonds to them, in turn. */
  neighbors() {
    const lists = this.atoms.map(() => []);
    const { bonds } = this;
    for (let b = 0; b < bonds.length; b += 3) {
      lists[bonds[b]].push(bonds[b + 1], bonds[b + 2]);
      lists[bonds[b + 1]].push(bonds[b], bonds[b + 2]);
    }
    return lists;
  }
}

/** The largest part of a SMILES as a graph without stereo, or null where it is not for us. */
export function readSmiles(text) {
  let largest = null;
  for (const part of text.split('.')) {
    const graph = readPart(part);
    if (graph === undefined) return null;
    if (!largest || graph.atoms.length > largest.atoms.length) largest = graph;
  }
  const charge = largest.atoms.reduce((sum, a) => sum + CHARGE[a], 0);
  if (charge !== 0) return null;
  settleBonds(largest);
  return hasUsualValences(largest) ? largest : null;
}

function readPart(text) {
  const graph = new Graph();
  const open = [];
  const rings = new Map();
  let previous = -1;
  let order = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    const [token] = match;
    if (token === '(') open.push(previous);
    else if (token === ')') previous = open.pop();
    else if (ORDERS[token]) order = ORDERS[token];
    else if (/^[%\d]/.test(token)) {
      const start = rings.get(token);
      if (start) {
        graph.bond(start.atom, previous, order || start.order);
        rings.delete(token);
      } else rings.set(token, { atom: previous, order });
      order = 0;
    } else {
      const number = match[1] ? bracketAtom(match[1]) : atom(token);
      if (number === undefined) return undefined;
      graph.atoms.push(number);
      const current = graph.atoms.length - 1;
      if (previous >= 0) graph.bond(previous, current, order);
      previous = current;
      order = 0;
    }
  }
  return rings.size === 0 && graph.atoms.length > 0 ? graph : undefined;
}

/** Hydrogens on a carbon with a stereo mark are those it would have without the brackets. */
function bracketAtom(text) {
  const match = BRACKET.exec(text);
  if (!match) return undefined;
  const [, symbol, stereo, hydrogens = '', charge = ''] = match;
  if (stereo && !charge) return atom(symbol);
  return atom(`[${symbol}${hydrogens}${charge}]`);
}

/** An unwritten bond is aromatic between aromatic atoms of a ring, and single elsewhere. */
function settleBonds(graph) {
  const { atoms, bonds } = graph;
  const inRing = ringBonds(graph);
  for (let b = 0; b < bonds.length; b += 3) {
    if (bonds[b + 2] !== 0) continue;
    const aromatic = AROMATIC[atoms[bonds[b]]] && AROMATIC[atoms[bonds[b + 1]]] && inRing[b / 3];
    bonds[b + 2] = aromatic ? AROMATIC_BOND : SINGLE;
  }
}

function hasUsualValences({ atoms, bonds }) {
  const sums = atoms.map(() => 0);
  for (let b = 0; b < bonds.length; b += 3) {
    if (bonds[b] === bonds[b + 1]) return false;
    for (const end of [bonds[b], bonds[b + 1]]) sums[end] += bonds[b + 2];
  }
  return atoms.every((a, i) => {
    if (AROMATIC[a]) return true;
    const text = ATOMS[a];
    if (EXACT[text]) return sums[i] === EXACT[text];
    return text === '[N+]' ? sums[i] === 4 : sums[i] <= VALENCES[text].at(-1);
  });
}

/** Which bonds are part of a ring: all but the bridges of the graph. */
export function ringBonds(graph) {
  const { atoms, bonds } = graph;
  const lists = atoms.map(() => []);
  for (let b = 0; b < bonds.length; b += 3) {
    lists[bonds[b]].push(bonds[b + 1], b / 3);
    lists[bonds[b + 1]].push(bonds[b], b / 3);
  }
  const inRing = new Array(bonds.length / 3).fill(true);
  const depth = new Array(atoms.length).fill(-1);
  const visit = (a, from, level) => {
    depth[a] = level;
    let low = level;
    for (let k = 0; k < lists[a].length; k += 2) {
      const [next, b] = [lists[a][k], lists[a][k + 1]];
      if (b === from) continue;
      if (depth[next] >= 0) low = Math.min(low, depth[next]);
      else {
        const reached = visit(next, b, level + 1);
        if (reached > level) inRing[b] = false;
        low = Math.min(low, reached);
      }
    }
    return low;
  };
  visit(0, -1, 0);
  return inRing;
}

const SYMBOL = ['', '', '=', '#', ''];

/** A SMILES of a connected graph, from its first atom. */
export function writeSmiles(graph, neighbors = graph.neighbors()) {
  const { atoms } = graph;
  const place = new Int16Array(atoms.length).fill(-1);
  const children = atoms.map(() => []);
  const closures = atoms.map(() => []);
  let placed = 0;
  const walk = (a, from) => {
    place[a] = placed++;
    const list = neighbors[a];
    for (let k = 0; k < list.length; k += 2) {
      const next = list[k];
      if (next === from) continue;
      if (place[next] < 0) {
        children[a].push(next, list[k + 1]);
        walk(next, a);
      } else if (place[next] < place[a]) {
        closures[next].push(a, list[k + 1]);
        closures[a].push(next, list[k + 1]);
      }
    }
  };
  walk(0, -1);

  const digits = new Map();
  const used = [];
  const bondText = (a, b, order) =>
    order === SINGLE && AROMATIC[atoms[a]] && AROMATIC[atoms[b]] ? '-' : SYMBOL[order];
  const closureText = (a) => {
    let text = '';
    for (let k = 0; k < closures[a].length; k += 2) {
      const other = closures[a][k];
      const name = Math.min(a, other) * 256 + Math.max(a, other);
      let digit = digits.get(name);
      if (digit === undefined) {
        digit = 1;
        while (used[digit]) digit++;
        used[digit] = true;
        digits.set(name, digit);
        text += bondText(a, other, closures[a][k + 1]);
      } else used[digit] = false;
      text += digit > 9 ? `%${digit}` : digit;
    }
    return text;
  };
  const write = (a) => {
    let text = ATOMS[atoms[a]] + closureText(a);
    const list = children[a];
    for (let k = 0; k < list.length; k += 2) {
      const branch = bondText(a, list[k], list[k + 1]) + write(list[k]);
      text += k + 2 < list.length ? `(${branch})` : branch;
    }
    return text;
  };
  return write(0);
}
