import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateMolecules } from '../../bench/generate.js';
import { KeySet, keyOf } from '../../bench/graph-key.js';
import { Graph, readSmiles, writeSmiles } from '../../bench/smiles.js';
import { compileRDKit, startRDKit } from '../../src/chemistry/rdkit.js';
import { seeded } from '../oracle/generators.js';

let rdkit: Awaited<ReturnType<typeof startRDKit>>;
beforeAll(async () => {
  rdkit = await startRDKit(await compileRDKit());
});

/** RDKit's canonical SMILES and number of heavy atoms; null where it cannot read the text. */
function read(smiles: string): { canonical: string; atoms: number } | null {
  const molecule = rdkit.get_mol(smiles);
  if (!molecule) return null;
  const result = { canonical: molecule.get_smiles(), atoms: molecule.get_num_atoms(true) };
  molecule.delete();
  return result;
}

const drugs = (
  parse(readFileSync(new URL('../../datasets/drugs-and-chemicals.csv', import.meta.url)), {
    columns: true,
  }) as { smiles: string }[]
).map(({ smiles }) => smiles);

async function generated(options: { count: number; seed?: number }) {
  const molecules = [];
  for await (const molecule of generateMolecules(options)) molecules.push(molecule);
  return molecules;
}

describe('generateMolecules', () => {
  it('makes 6,000 molecules that RDKit reads, no two the same, in the sizes of drugs', async () => {
    const molecules = await generated({ count: 6_000 });
    expect(molecules).toHaveLength(6_000);
    const found = molecules.map(({ smiles }) => read(smiles));
    expect(molecules.filter((_, i) => found[i] === null)).toEqual([]);
    expect(new Set(found.map((molecule) => molecule?.canonical)).size).toBe(6_000);
    const sizes = found.map((molecule) => molecule?.atoms ?? 0);
    expect(sizes.filter((size) => size < 10 || size > 45)).toEqual([]);
    const activities = molecules.map(({ activity }) => Number(activity));
    expect(activities.filter((y) => !(y >= 3 && y <= 11))).toEqual([]);
    expect(new Set(activities).size).toBeGreaterThan(200);
  }, 300_000);

  it('makes the same molecules for the same seed, and others for another', async () => {
    const [first, again, other] = [
      await generated({ count: 300, seed: 7 }),
      await generated({ count: 300, seed: 7 }),
      await generated({ count: 300, seed: 8 }),
    ];
    expect(again).toEqual(first);
    const known = new Set(first.map(({ smiles }) => smiles));
    expect(other.filter(({ smiles }) => known.has(smiles)).length).toBeLessThan(30);
  });

  it('copies no molecule that it takes apart', async () => {
    const real = new Set(drugs.map((smiles) => read(smiles)?.canonical));
    const copies = (await generated({ count: 2000 })).filter(({ smiles }) =>
      real.has(read(smiles)?.canonical),
    );
    // With other real data at hand, the bundled drugs are not what is taken apart.
    expect(copies.length).toBeLessThan(5);
  });
});

describe('readSmiles and writeSmiles', () => {
  it('give back the molecule', () => {
    let checked = 0;
    for (const smiles of drugs) {
      const graph = smiles.includes('@') || smiles.includes('.') ? null : readSmiles(smiles);
      if (!graph) continue;
      const flat = smiles.replaceAll(/[/\\]/g, '');
      expect(read(writeSmiles(graph))?.canonical).toBe(read(flat)?.canonical);
      checked++;
    }
    expect(checked).toBeGreaterThan(450);
  });

  it('drop stereo and all but the largest part', () => {
    const graph = readSmiles('Cl.C[C@H](N)/C=C/c1cc[nH]c1');
    expect(graph && read(writeSmiles(graph))?.canonical).toBe(
      read('CC(N)C=Cc1cc[nH]c1')?.canonical,
    );
  });

  it.each(['[Na]C', '[13CH3]C', 'C[N+](C)(C)C', 'C(C)(C)(C)(C)C', 'C1CC', '[CH2]C', 'C*', ''])(
    'leave %s alone',
    (smiles) => {
      expect(readSmiles(smiles)).toBeNull();
    },
  );
});

describe('keyOf', () => {
  it('is the same in any order of atoms, and differs between molecules', () => {
    const uniform = seeded(1);
    const graphs = drugs.flatMap((smiles) => readSmiles(smiles) ?? []);
    const keys = new Map<number, string>();
    for (const graph of graphs) {
      const key = keyOf(graph);
      expect(keyOf(shuffled(graph, uniform))).toBe(key);
      const canonical = read(writeSmiles(graph))?.canonical ?? '';
      expect(keys.get(key) ?? canonical).toBe(canonical);
      keys.set(key, canonical);
    }
    expect(keys.size).toBe(new Set(keys.values()).size);
  });
});

function shuffled(graph: Graph, uniform: () => number): Graph {
  const order = graph.atoms.map((_, i) => ({ i, at: uniform() })).sort((a, b) => a.at - b.at);
  const place = new Map(order.map(({ i }, at) => [i, at]));
  const result = new Graph();
  result.atoms = order.map(({ i }) => graph.atoms[i]);
  for (let b = graph.bonds.length - 3; b >= 0; b -= 3) {
    const [x, y] = [place.get(graph.bonds[b + 1]) ?? 0, place.get(graph.bonds[b]) ?? 0];
    result.bond(x, y, graph.bonds[b + 2]);
  }
  return result;
}

describe('KeySet', () => {
  it('tells new keys from known ones as it grows', () => {
    const set = new KeySet();
    const keys = Array.from({ length: 100_000 }, (_, i) => (i + 1) * 7_919_000_017);
    expect(keys.every((key) => set.add(key))).toBe(true);
    expect(keys.some((key) => set.add(key))).toBe(false);
    expect(set.size).toBe(100_000);
    const copy = set.copy();
    expect([copy.add(keys[99_999]), copy.add(5), set.add(5)]).toEqual([false, true, true]);
  });
});
