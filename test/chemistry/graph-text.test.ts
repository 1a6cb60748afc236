import type { MainModule, Mol } from '@rdkit/rdkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphText } from '../../src/chemistry/graph-text.js';
import { compileRDKit, startRDKit } from '../../src/chemistry/rdkit.js';

const GRAPH_ONLY = '{"removeHs":false,"assignStereo":false}';
let rdkit: MainModule;
beforeAll(async () => {
  rdkit = await startRDKit(await compileRDKit());
});
const made: Mol[] = [];
afterAll(() => {
  for (const mol of made) mol.delete();
});

function bits(smiles: string, options?: string): string | null {
  const mol = options ? rdkit.get_mol(smiles, options) : rdkit.get_mol(smiles);
  if (!mol) return null;
  made.push(mol);
  return mol.get_morgan_fp_as_uint8array('{"radius":3,"nBits":2048}').join();
}

describe('graphText', () => {
  it.each([
    ['CCO', 'CCO'],
    ['c1cc[nH]c1', 'c1cc[nH]c1'],
    ['C[C@H](N)C(=O)O', 'CC(N)C(=O)O'],
    ['C[C@@H](N)C(=O)O', 'CC(N)C(=O)O'],
    ['[C@H](F)(Cl)Br', 'C(F)(Cl)Br'],
    ['C1C[C@@H]2CC[C@H]1C2', 'C1CC2CCC1C2'],
    ['F[C@H]%10Cl.N%10', 'FC%10Cl.N%10'],
    ['C[C@]1(F)CC[C@@](Cl)(Br)CC1', 'C[C@]1(F)CC[C@@](Cl)(Br)CC1'],
    ['C[S@](=O)CC', 'C[S@](=O)CC'],
  ])('of %s is %s', (smiles, text) => {
    expect(graphText(smiles)).toBe(text);
  });

  it.each([
    // Hydrogen atoms, and what begins like them.
    '[H][H]',
    '[H]C([H])([H])[H]',
    '[2H]C',
    '[H+]',
    '[Na+].[H-]',
    '[#1]C',
    '[D]C',
    '[T]C',
    '[Hg]',
    // No stereo centers: RDKit forgets their hydrogen.
    '[C@H]',
    'C[C@H]C',
    'C[C@H]=C',
    'C=[C@H]C',
    'C=[C@H](F)Cl',
    'F[C@H](=C)Cl',
    'C[C@H](F)(Cl)Br',
    'C1C[C@H]1=C',
    'C=1CCC[C@H]=1',
    'C=1CC[C@H]1C',
    'F[C@H](Cl)->[Pt]',
    'F[C@H](~C)Cl',
    'C[C@H](F)2CC2',
    // Other centers with hydrogens, other classes.
    'C[Si@H](F)Cl',
    'C[N@@H+](F)Cl',
    'C[13C@H](F)Cl',
    'C[C@TH1H](F)Cl',
    // What would be read as something else.
    'C[C@H]l',
    'c1ccc[[C@@H]n+]1',
  ])('of %s is not told', (smiles) => {
    expect(graphText(smiles)).toBe(null);
  });

  it.each([
    'N[C@H](C)C(=O)N[C@@H](CO)C(=O)O',
    'C[C@H](C)C',
    'C[C@@](C)(C)C',
    'C[C@](=O)C',
    '[Pt][C@H](F)Cl',
    'F/C=C/[C@H](O)C#N',
    'C[P@@](=O)(O)c1ccccc1',
    'OC1C[C@H]2C=C[C@@H]1C2',
    'C[C@H](.C)N',
    'C[C@H](N',
    '[C@@H]1(O)[C@H](O)CO1',
    'C[n+]1cc[nH]c1.[O-][Cl](=O)(=O)=O',
    'CN(=O)=O',
    'N=N#N',
    '[Fe+2].[cH-]1cccc1',
  ])('gives %s the same fingerprint and verdict', (smiles) => {
    const text = graphText(smiles) ?? smiles;
    const whole = bits(smiles);
    // What is refused is read as a whole for the reason.
    expect(bits(text, GRAPH_ONLY) ?? whole).toBe(whole);
  });

  it('is needed: without it the graph alone differs', () => {
    expect(bits('C[C@H]C', GRAPH_ONLY)).not.toBe(bits('C[C@H]C'));
    expect(bits('[H]C', GRAPH_ONLY)).not.toBe(bits('[H]C'));
  });
});
