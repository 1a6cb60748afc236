import { AROMATIC, DOUBLE, degree, type Graph, hydrogensOn, SINGLE, TRIPLE } from './graph.js';

/**
 * Rotatable bonds by RDKit's strict definition, its default: bonds that are single (or aromatic) and
 * in no ring, neither of whose ends is terminal, has a triple bond, or is the carbon of CH3, CF3,
 * CCl3, CBr3 or tert-butyl; and one of whose ends is neither carbon nor heteroatom of an amide, ester,
 * amidine or the like. A molecule has the same number however it is written.
 */
export function rotatableBonds(graph: Graph): number {
  const { kind, inRing, ends } = graph;
  let count = 0;
  for (let b = 0; b < kind.length; b++) {
    if ((kind[b] & (SINGLE | AROMATIC)) === 0 || inRing[b]) continue;
    const [one, other] = [ends[2 * b], ends[2 * b + 1]];
    if (!mayTurn(graph, one) || !mayTurn(graph, other)) continue;
    if (!inAmide(graph, one) || !inAmide(graph, other)) count++;
  }
  return count;
}

function mayTurn(graph: Graph, atom: number): boolean {
  const { element, aromatic, offsets, bonds, kind } = graph;
  if (degree(graph, atom) === 1) return false;
  for (let i = offsets[atom]; i < offsets[atom + 1]; i++) {
    if (kind[bonds[i]] === TRIPLE) return false;
  }
  if (element[atom] !== 6 || aromatic[atom]) return true;
  return hydrogensOn(graph, atom) !== 3 && !(degree(graph, atom) > 3 && hasThreeAlike(graph, atom));
}

/** Whether three neighbors, by single or aromatic bonds, are F, or Cl, or Br, or methyl. */
function hasThreeAlike(graph: Graph, atom: number): boolean {
  const { element, offsets, neighbors, bonds, kind } = graph;
  const counts = [0, 0, 0, 0];
  for (let i = offsets[atom]; i < offsets[atom + 1]; i++) {
    const next = neighbors[i];
    if ((kind[bonds[i]] & (SINGLE | AROMATIC)) === 0) continue;
    const methyl = isAliphaticCarbon(graph, next) && hydrogensOn(graph, next) === 3;
    const which = methyl ? 3 : [9, 17, 35].indexOf(element[next]);
    if (which >= 0) counts[which]++;
  }
  return counts.some((count) => count >= 3);
}

/** Whether it is the carbon or the heteroatom of an amide or the like ({@link rotatableBonds}). */
function inAmide(graph: Graph, atom: number): boolean {
  const carbon = isAcyl(graph, atom);
  const hetero = isHetero(graph, atom);
  if (!carbon && !hetero) return false;
  const { offsets, neighbors, bonds, kind, inRing } = graph;
  for (let i = offsets[atom]; i < offsets[atom + 1]; i++) {
    if (kind[bonds[i]] !== SINGLE || inRing[bonds[i]]) continue;
    const next = neighbors[i];
    if (carbon ? isHetero(graph, next) : isAcyl(graph, next)) return true;
  }
  return false;
}

/** A carbon with three neighbors, one of them doubly bonded aliphatic N, O or S. */
function isAcyl(graph: Graph, atom: number): boolean {
  if (!isAliphaticCarbon(graph, atom) || degree(graph, atom) !== 3) return false;
  const { element, aromatic, offsets, neighbors, bonds, kind } = graph;
  for (let i = offsets[atom]; i < offsets[atom + 1]; i++) {
    const z = element[neighbors[i]];
    const doubly = kind[bonds[i]] === DOUBLE && aromatic[neighbors[i]] === 0;
    if (doubly && (z === 7 || z === 8 || z === 16)) return true;
  }
  return false;
}

/** Nitrogen, or aliphatic oxygen, or aliphatic sulfur that is not terminal. */
function isHetero(graph: Graph, atom: number): boolean {
  const z = graph.element[atom];
  if (z === 7) return true;
  if (graph.aromatic[atom]) return false;
  return z === 8 || (z === 16 && degree(graph, atom) !== 1);
}

function isAliphaticCarbon({ element, aromatic }: Graph, atom: number): boolean {
  return element[atom] === 6 && aromatic[atom] === 0;
}
