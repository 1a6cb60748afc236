import { createRequire } from 'node:module';
import type { MainModule } from '@rdkit/rdkit';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { binOf, compare, type Ratio } from '../oracle/brute-force.js';

/** Rows of a written table, by their columns. */
export function table(text: string): Record<string, string>[] {
  return parse(text, { columns: true });
}

/** Edges as they are written on the command line, exactly: `0,1/3,0.5,1`. */
export function edgesIn(text: string): Ratio[] {
  return text.split(',').map((edge) => {
    const [num, den = '1'] = edge.split('/');
    const digits = num.split('.')[1]?.length ?? 0;
    return [BigInt(num.replace('.', '')), BigInt(den) * 10n ** BigInt(digits)];
  });
}

const require = createRequire(import.meta.url);
let rdkit: Promise<MainModule> | undefined;

/** Fingerprints of molecules, from RDKit itself, as sets of bits: an answer from nobody's code but this file's. */
export class Similarity {
  private constructor(private readonly bits: ReadonlyMap<string, ReadonlySet<number>>) {}

  static async of(smiles: Iterable<string>): Promise<Similarity> {
    rdkit ??= require('@rdkit/rdkit')() as Promise<MainModule>;
    const module = await rdkit;
    const bits = new Map<string, ReadonlySet<number>>();
    for (const s of smiles) {
      const mol = module.get_mol(s);
      if (!mol) continue;
      const text = mol.get_morgan_fp(JSON.stringify({ radius: 2, nBits: 2048 }));
      bits.set(s, new Set([...text].flatMap((bit, i) => (bit === '1' ? [i] : []))));
      mol.delete();
    }
    return new Similarity(bits);
  }

  tanimoto(a: string, b: string): Ratio {
    const [x, y] = [this.bits.get(a), this.bits.get(b)];
    if (!x || !y) throw new Error(`no fingerprint of ${x ? b : a}`);
    let both = 0;
    for (const bit of x) if (y.has(bit)) both++;
    return [BigInt(both), BigInt(x.size + y.size - both)];
  }

  /** The highest similarity of a molecule to any of others. */
  max(smiles: string, others: Iterable<string>): Ratio {
    let best: Ratio = [0n, 1n];
    for (const other of others) {
      const value = this.tanimoto(smiles, other);
      if (compare(value, best) > 0) best = value;
    }
    return best;
  }

  /** How many molecules have their highest similarity to the others in each bin. */
  histogram(molecules: Iterable<string>, others: readonly string[], edges: readonly Ratio[]) {
    const counts = new Array<number>(edges.length - 1).fill(0);
    for (const m of molecules) counts[binOf(this.max(m, others), edges)]++;
    return counts;
  }

  /**
   * Compares what is written for some rows with what it must be, given the training rows; the id column
   * is `name`.
   *
   * @returns how many of the rows are in each bin
   */
  check(
    rows: readonly Record<string, string>[],
    train: readonly Record<string, string>[],
    edges: readonly Ratio[],
  ): number[] {
    const smilesOf = new Map(train.map((r) => [r.name, r.smiles]));
    const counts = new Array<number>(edges.length - 1).fill(0);
    for (const row of rows) {
      const best = this.max(row.smiles, smilesOf.values());
      expect(Number(row.max_similarity)).toBe(Number(best[0]) / Number(best[1]));
      const nearest = smilesOf.get(row.nearest_train);
      expect(nearest).toBeDefined();
      expect(compare(this.tanimoto(row.smiles, nearest as string), best)).toBe(0);
      counts[binOf(best, edges)]++;
    }
    return counts;
  }
}

/** The largest difference of the shares of two samples that are at most t, over all t. */
export function ks(a: readonly number[], b: readonly number[]): number {
  const atMost = (values: readonly number[], t: number) =>
    values.filter((v) => v <= t).length / values.length;
  return Math.max(...[...a, ...b].map((t) => Math.abs(atMost(a, t) - atMost(b, t))));
}
