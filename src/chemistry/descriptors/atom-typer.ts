import { degree, type Graph, withHydrogens } from './graph.js';
import { type AtomTraits, type PatternAtom, parseSmarts } from './smarts.js';

/** What is known of all atoms with the same traits. */
interface AtomClass {
  /** Which of the distinct atoms of all patterns it is, 1 each. */
  readonly is: Uint8Array;
  /** The patterns whose first atom it can be, in order. */
  readonly candidates: readonly Pattern[];
}

interface Pattern {
  readonly number: number;
  /** For each of its atoms: which of the distinct ones, what it hangs on, and by which bonds. */
  readonly atom: Int32Array;
  readonly parent: Int32Array;
  readonly bond: Int32Array;
}

/**
 * Finds for each atom the first of a list of patterns whose first atom it can be. Whatever depends
 * on an atom's own traits alone is found out once for all atoms that have them.
 */
export class AtomTyper {
  private readonly patterns: Pattern[];
  /** The distinct atoms of all patterns. */
  private readonly distinct: PatternAtom[] = [];
  private readonly classes = new Map<number, AtomClass>();
  /** The atom that each atom of the current pattern is. */
  private readonly found: Int32Array;

  /** @param smarts patterns as {@link parseSmarts} reads them */
  constructor(smarts: readonly string[]) {
    const numbers = new Map<string, number>();
    const numberOf = (atom: PatternAtom) => {
      const known = numbers.get(atom.text);
      if (known !== undefined) return known;
      numbers.set(atom.text, this.distinct.length);
      return this.distinct.push(atom) - 1;
    };
    this.patterns = smarts.map((text, number) => {
      const atoms = parseSmarts(text);
      return {
        number,
        atom: Int32Array.from(atoms, numberOf),
        parent: Int32Array.from(atoms, ({ parent }) => parent),
        bond: Int32Array.from(atoms, ({ bond }) => bond),
      };
    });
    this.found = new Int32Array(Math.max(1, ...this.patterns.map(({ atom }) => atom.length)));
  }

  /** The pattern of each atom, those of {@link withHydrogens} after the others; -1 for none. */
  types(molecule: Graph): number[] {
    const graph = withHydrogens(molecule);
    const classes: AtomClass[] = [];
    for (let a = 0; a < graph.atoms; a++) classes.push(this.classOf(graph, a));
    return classes.map(({ candidates }, a) => {
      this.found[0] = a;
      for (const pattern of candidates) {
        if (this.extends(pattern, 1, graph, classes)) return pattern.number;
      }
      return -1;
    });
  }

  /** Whether atoms can be found for those of the pattern from position `p` on. */
  private extends(
    pattern: Pattern,
    p: number,
    graph: Graph,
    classes: readonly AtomClass[],
  ): boolean {
    if (p === pattern.atom.length) return true;
    const { found } = this;
    const { offsets, neighbors, bonds, kind } = graph;
    const from = found[pattern.parent[p]];
    const end = offsets[from + 1];
    search: for (let i = offsets[from]; i < end; i++) {
      const next = neighbors[i];
      if ((kind[bonds[i]] & pattern.bond[p]) === 0) continue;
      if (classes[next].is[pattern.atom[p]] === 0) continue;
      for (let q = 0; q < p; q++) if (found[q] === next) continue search;
      found[p] = next;
      if (this.extends(pattern, p + 1, graph, classes)) return true;
    }
    return false;
  }

  private classOf(graph: Graph, a: number): AtomClass {
    const { element, aromatic, charge, offsets, neighbors } = graph;
    const connections = degree(graph, a);
    let hydrogens = 0;
    for (let i = offsets[a]; i < offsets[a + 1]; i++) if (element[neighbors[i]] === 1) hydrogens++;
    // A whole number of 31 bits, as maps are fastest with, for all atoms but the oddest.
    const usual = connections < 16 && charge[a] >= -16 && charge[a] < 16;
    const key =
      ((((charge[a] + 16) * 16 + hydrogens) * 16 + connections) * 2 + aromatic[a]) * 128 +
      element[a];
    const known = usual ? this.classes.get(key) : undefined;
    if (known) return known;
    const traits: AtomTraits = {
      element: element[a],
      aromatic: aromatic[a] === 1,
      ...{ hydrogens, connections, charge: charge[a] },
    };
    const is = Uint8Array.from(this.distinct, ({ test }) => (test(traits) ? 1 : 0));
    const candidates = this.patterns.filter(({ atom }) => is[atom[0]] === 1);
    const made = { is, candidates };
    if (usual) this.classes.set(key, made);
    return made;
  }
}
