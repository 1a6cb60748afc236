import { AROMATIC, DOUBLE, type Graph, SINGLE, TRIPLE } from './graph.js';

/**
 * Contributions of Ertl, Rohde and Selzer, J. Med. Chem. 43 (2000) 3714, table 1, in Å². The key:
 * element; its charge; hydrogens; single, double, triple and aromatic bonds to other atoms; `r` if in
 * a ring of three, where that makes a difference.
 */
const contributions: Readonly<Record<string, number>> = {
  ...{ 'N 0 0 0010': 23.79, 'N 0 1 0100': 23.85, 'N 0 2 1000': 26.02 },
  ...{ 'N 1 2 0100': 25.59, 'N 1 3 1000': 27.64 },
  ...{ 'N 0 0 1100': 12.36, 'N 0 0 0110': 13.6, 'N 0 1 2000': 12.03, 'N 0 1 2000r': 21.94 },
  ...{ 'N 1 0 1010': 4.36, 'N 1 1 1100': 13.97, 'N 1 2 2000': 16.61 },
  ...{ 'N 0 0 0002': 12.89, 'N 0 1 0002': 15.79, 'N 1 1 0002': 14.14 },
  ...{ 'N 0 0 3000': 3.24, 'N 0 0 3000r': 3.01, 'N 0 0 1200': 11.68, 'N 1 0 2100': 3.01 },
  ...{ 'N 1 1 3000': 4.44, 'N 0 0 0003': 4.41, 'N 0 0 1002': 4.93, 'N 0 0 0102': 8.39 },
  ...{ 'N 1 0 0003': 4.1, 'N 1 0 1002': 3.88, 'N 1 0 4000': 0 },
  ...{ 'O 0 0 0100': 17.07, 'O 0 1 1000': 20.23, 'O -1 0 1000': 23.06 },
  ...{ 'O 0 0 2000': 9.23, 'O 0 0 2000r': 12.53, 'O 0 0 0002': 13.14 },
};

/** The same by {@link keyOf}. */
const byKey = new Map(
  Object.entries(contributions).map(([text, value]) => {
    const [, symbol, charge, hydrogens, bonds, ring] =
      /^([NO]) (-?\d) (\d) (\d{4})(r?)$/.exec(text) ?? [];
    const counts = [...bonds].reduce((sum, count) => sum * 8 + Number(count), 0);
    const element = symbol === 'N' ? 7 : 8;
    return [keyOf(element, Number(charge), Number(hydrogens), counts, ring === 'r'), value];
  }),
);

/** @param counts of single, double, triple and aromatic bonds, as the digits of an octal number */
function keyOf(
  element: number,
  charge: number,
  hydrogens: number,
  counts: number,
  ring: boolean,
): number {
  return (((charge + 4) * 8 + hydrogens) * 4096 + counts) * 4 + (element - 7) * 2 + (ring ? 1 : 0);
}

/**
 * Topological polar surface area in Å², of nitrogen and oxygen only: RDKit's tpsa. An atom that is
 * not in Ertl's table gets `30.5 - 8.2 n + 1.5 h` (N) or `28.5 - 8.6 n + 1.5 h` (O) for n
 * neighbors and h hydrogens, and 0 if that is less.
 */
export function polarSurface(graph: Graph): number {
  let sum = 0;
  for (let a = 0; a < graph.atoms; a++) {
    const z = graph.element[a];
    if (z === 7 || z === 8) sum += contribution(graph, a);
  }
  return sum;
}

function contribution(graph: Graph, atom: number): number {
  const { element, offsets, neighbors, bonds, kind } = graph;
  const z = element[atom];
  const charge = graph.charge[atom];
  let hydrogens = graph.hydrogens[atom];
  let others = 0;
  // Octal digits, which the atoms of the table do not overflow.
  let counts = 0;
  let dative = false;
  for (let i = offsets[atom]; i < offsets[atom + 1]; i++) {
    if (element[neighbors[i]] === 1) {
      hydrogens++;
      continue;
    }
    others++;
    const place = digits.get(kind[bonds[i]]);
    if (place === undefined) dative = true;
    else counts += place;
  }
  if (!dative && others <= 4 && hydrogens <= 4 && Math.abs(charge) <= 1) {
    const found =
      (inRingOfThree(graph, atom)
        ? byKey.get(keyOf(z, charge, hydrogens, counts, true))
        : undefined) ?? byKey.get(keyOf(z, charge, hydrogens, counts, false));
    if (found !== undefined) return found;
  }
  const rough = z === 7 ? 30.5 - others * 8.2 : 28.5 - others * 8.6;
  return Math.max(0, rough + hydrogens * 1.5);
}

const digits = new Map([
  [SINGLE, 512],
  [DOUBLE, 64],
  [TRIPLE, 8],
  [AROMATIC, 1],
]);

function inRingOfThree({ rings, ends }: Graph, atom: number): boolean {
  return rings.some(
    (ring) =>
      ring.length === 3 && ring.some((b) => ends[2 * b] === atom || ends[2 * b + 1] === atom),
  );
}
