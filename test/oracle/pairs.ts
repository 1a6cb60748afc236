/**
 * Naive answers about pairs of a drug and a partner, written from the definitions and not from the sources: sets of
 * bits and of words, row by row, in exact integers. Slow on purpose; small inputs only.
 */
import { createRequire } from 'node:module';
import type { MainModule } from '@rdkit/rdkit';
import { binOf, compare, type Ratio } from './brute-force.js';

/** How the entities on one side compare, by what stands in their cells. */
export interface Entities {
  /** Equal for cells that mean the same entity. */
  key(cell: string): string;
  similarity(a: string, b: string): Ratio;
}

/** The cells of one pair, or of one row. */
export interface PairCells {
  readonly drug: string;
  readonly partner: string;
}

/** Both sides. */
export interface PairWorld {
  readonly drugs: Entities;
  readonly partners: Entities;
  /** Whether partners of different names are different, whatever the names stand for. */
  readonly partnersAreIds: boolean;
}

/** Equal for rows that are one pair. */
export function pairKey({ drugs, partners, partnersAreIds }: PairWorld, pair: PairCells): string {
  return `${drugs.key(pair.drug)} ${partnersAreIds ? pair.partner : partners.key(pair.partner)}`;
}

/** |A∩B| / |A∪B|. */
function jaccard(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): Ratio {
  let both = 0;
  for (const one of a) if (b.has(one)) both++;
  return [BigInt(both), BigInt(a.size + b.size - both)];
}

/** Each answer once: the same cells come again and again. */
function remembered(of: (a: string, b: string) => Ratio): (a: string, b: string) => Ratio {
  const known = new Map<string, Map<string, Ratio>>();
  return (a, b) => {
    const row = known.get(a) ?? new Map<string, Ratio>();
    known.set(a, row);
    const value = row.get(b) ?? of(a, b);
    row.set(b, value);
    return value;
  };
}

/** Cells that are ids, by what they stand for. */
export function named(of: ReadonlyMap<string, string>, entities: Entities): Entities {
  const meant = (id: string): string => {
    const text = of.get(id);
    if (text === undefined) throw new Error(`nothing is named ${id}`);
    return text;
  };
  return {
    key: (id) => entities.key(meant(id)),
    similarity: (a, b) => entities.similarity(meant(a), meant(b)),
  };
}

const require = createRequire(import.meta.url);
let rdkit: Promise<MainModule> | undefined;

/** SMILES: Tanimoto of Morgan fingerprints of radius 2 and 2048 bits, straight from RDKit; equal by canonical SMILES. */
export async function molecules(smiles: Iterable<string>): Promise<Entities> {
  rdkit ??= require('@rdkit/rdkit')() as Promise<MainModule>;
  const module = await rdkit;
  const of = new Map<string, { canonical: string; bits: ReadonlySet<number> }>();
  for (const text of new Set(smiles)) {
    const mol = module.get_mol(text);
    if (!mol) throw new Error(`not a molecule: ${text}`);
    const bits = mol.get_morgan_fp(JSON.stringify({ radius: 2, nBits: 2048 }));
    const on = new Set([...bits].flatMap((bit, i) => (bit === '1' ? [i] : [])));
    of.set(text, { canonical: mol.get_smiles(), bits: on });
    mol.delete();
  }
  const known = (text: string) => {
    const one = of.get(text);
    if (!one) throw new Error(`no fingerprint of ${text}`);
    return one;
  };
  return {
    key: (text) => known(text).canonical,
    similarity: remembered((a, b) => jaccard(known(a).bits, known(b).bits)),
  };
}

/** The letters of a sequence: upper case, without blanks and without a `*` at the end. */
function letters(sequence: string): string {
  return sequence.replace(/\s/g, '').toUpperCase().replace(/\*$/, '');
}

/** The words of k letters in it that have no X. */
export function words(sequence: string, k: number): Set<string> {
  const text = letters(sequence);
  const found = new Set<string>();
  for (let at = 0; at + k <= text.length; at++) {
    const word = text.slice(at, at + k);
    if (!word.includes('X')) found.add(word);
  }
  return found;
}

/** Sequences of amino acids: Jaccard of their words of k letters. */
export function sequences(k: number): Entities {
  return {
    key: letters,
    similarity: remembered((a, b) => jaccard(words(a, k), words(b, k))),
  };
}

/** Names: equal or different. */
export const categories: Entities = {
  key: (name) => name,
  similarity: (a, b) => [a === b ? 1n : 0n, 1n],
};

/** Names, each in a cluster: 1 within one, 0 between two. */
export function clustered(clusterOf: ReadonlyMap<string, string>): Entities {
  return {
    key: (name) => name,
    similarity: (a, b) => [clusterOf.get(a) === clusterOf.get(b) ? 1n : 0n, 1n],
  };
}

/** Names, with a table of their similarities: decimals as they are written, of at most six digits. */
export function matrix(names: readonly string[], cells: readonly (readonly string[])[]): Entities {
  const at = new Map(names.map((name, i) => [name, i]));
  return {
    key: (name) => name,
    similarity: (a, b) => {
      const cell = cells[at.get(a) as number][at.get(b) as number];
      const [whole, fraction = ''] = cell.split('.');
      return [BigInt(whole + fraction.padEnd(6, '0')), 1_000_000n];
    },
  };
}

const smaller = (a: Ratio, b: Ratio): Ratio => (compare(a, b) <= 0 ? a : b);
const larger = (a: Ratio, b: Ratio): Ratio => (compare(a, b) >= 0 ? a : b);

/** The smaller of the similarities of their drugs and of their partners. */
export function pairSimilarity({ drugs, partners }: PairWorld, a: PairCells, b: PairCells): Ratio {
  return smaller(drugs.similarity(a.drug, b.drug), partners.similarity(a.partner, b.partner));
}

/** A pair against training pairs. */
export interface Newness {
  readonly max: Ratio;
  /** Number of the first of the nearest training pairs. */
  readonly nearest: number;
  /** Similarities to the sides of that pair. */
  readonly drug: Ratio;
  readonly partner: Ratio;
  /** Max similarities to the sides of any training pair. */
  readonly maxDrug: Ratio;
  readonly maxPartner: Ratio;
  readonly newDrug: boolean;
  readonly newPartner: boolean;
}

export function newness(world: PairWorld, pair: PairCells, train: readonly PairCells[]): Newness {
  const { drugs, partners } = world;
  let [max, nearest]: [Ratio, number] = [[-1n, 1n], -1];
  let [maxDrug, maxPartner]: Ratio[] = [
    [0n, 1n],
    [0n, 1n],
  ];
  train.forEach((other, i) => {
    const value = pairSimilarity(world, pair, other);
    if (compare(value, max) > 0) [max, nearest] = [value, i];
    maxDrug = larger(maxDrug, drugs.similarity(pair.drug, other.drug));
    maxPartner = larger(maxPartner, partners.similarity(pair.partner, other.partner));
  });
  const known = (side: Entities, of: keyof PairCells) =>
    train.some((other) => side.key(other[of]) === side.key(pair[of]));
  return {
    max,
    nearest,
    drug: drugs.similarity(pair.drug, train[nearest].drug),
    partner: partners.similarity(pair.partner, train[nearest].partner),
    maxDrug,
    maxPartner,
    newDrug: !known(drugs, 'drug'),
    newPartner: !known(partners, 'partner'),
  };
}

/** Test pairs by their novelty, as the summary of a split counts them. */
export function countsOf(all: readonly Newness[], edges: readonly Ratio[]) {
  const bins = edges.length - 1;
  const count = (newDrug: boolean, newPartner: boolean) =>
    all.filter((one) => one.newDrug === newDrug && one.newPartner === newPartner).length;
  const grid = Array.from({ length: bins }, () => new Array<number>(bins).fill(0));
  const achieved = new Array<number>(bins).fill(0);
  for (const one of all) {
    grid[binOf(one.maxDrug, edges)][binOf(one.maxPartner, edges)]++;
    achieved[binOf(one.max, edges)]++;
  }
  return {
    achieved,
    pairs: {
      quadrants: {
        both_seen: count(false, false),
        new_drug: count(true, false),
        new_partner: count(false, true),
        both_new: count(true, true),
      },
      grid,
    },
  };
}
