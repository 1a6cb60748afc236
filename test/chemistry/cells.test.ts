import type { MainModule } from '@rdkit/rdkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { compileRDKit, startRDKit } from '../../src/chemistry/rdkit.js';
import { loadTable, readMolecules } from '../../src/dataset/molecules.js';
import { Job } from '../../src/job.js';
import { temporaryFolder } from '../helpers.js';

const pool = new ChemistryPool(parseFingerprint('morgan'), { threads: 1 });
const folder = temporaryFolder();
afterAll(() => pool.close());
let rdkit: MainModule;
beforeAll(async () => {
  rdkit = await startRDKit(await compileRDKit());
});

/** What RDKit makes of the whole cell. */
function byRDKit(cell: string): string | undefined {
  const mol = rdkit.get_mol(cell);
  const smiles = mol?.get_smiles();
  mol?.delete();
  return smiles;
}

const canonicalOf = async (cells: readonly string[]) => {
  const { canonical, problems } = await pool.describe(cells);
  return cells.map((_, i) => problems[i] ?? canonical[i]);
};

describe('a cell with more than a SMILES', () => {
  it('is what RDKit reads', async () => {
    const cells = [
      'O=C(CNS(=O)(=O)C1=CC=CC=C1F)N1C[C@H]2C[C@H](C3=CC=CC=C3)[C@H]2C1 |&1:16,18,25|',
      'O=C1CCCN1[C@H]1CCCC[C@H]1C1=NC(C2=CN(CCF)N=C2)=NO1 |&1:6,11|',
      'C[C@H](O)[C@H](F)Cl |o1:1,o2:3,r|',
      'C[C@H](O)F |a:1|',
      'C[C@H](O)F |w:1.0|',
      'C[C@H](O)F |wU:1.0|',
      'CC(O)F |(0,0,;1,0,;2,0,;1,1,),wU:1.0|',
      'C[C@H](O)F |(0,0,;1,0,;2,0,;1,1,),wD:1.0|',
      'C/C=C/C |w:1.0|',
      'C/C=C/C |c:1|',
      'C1CCCC=CCC1 |c:4|',
      'C1CCCC=CCC1 |t:4|',
      'C1=CC=CC=C1 |c:0,2,4|',
      '*CC |$_R1;;$|',
      '*CC |$Q_e;;$,&1:1|',
      'CCO |SgD:1,2:name:value::::|',
      'CCN.Cl |f:0.1|',
      'CCO ethanol',
      'CCO\tCHEMBL545',
    ];
    expect(await canonicalOf(cells)).toEqual(cells.map(byRDKit));
    const { words } = await pool.describe(cells);
    const plain = await pool.describe(cells.map((cell) => byRDKit(cell) ?? ''));
    expect(words).toEqual(plain.words);
  });

  it.each([
    [
      '[CH3:1][CH2:2][O:3][C:4](=[O:5])[c:6]1[cH:7][cH:8][cH:9][cH:10][c:11]1[NH2:12]',
      'CCOC(=O)c1ccccc1N',
    ],
    ['[*:1]CC', '*CC'],
    ['[*:1]C[*:2]', '*C*'],
    ['[H:1][O:2]C', 'CO'],
    ['[H]OC', 'CO'],
    ['[CH3:1][C@H:2]([F:3])[OH:4]', 'C[C@H](F)O'],
    ['[CH3:1][C@H:2]([CH3:3])[OH:4]', 'CC(C)O'],
    ['F/[CH:1]=[CH:2]/F', 'F/C=C/F'],
    ['[Na+:1].[O-:2]C', '[Na+].[O-]C'],
    ['[13CH3:7]C', '[13CH3]C'],
  ])('is the molecule without atom maps: %s', async (mapped, plain) => {
    const [one, other] = await canonicalOf([mapped, plain]);
    expect(one).toBe(other);
    const { words } = await pool.describe([mapped, plain]);
    expect(words.subarray(0, words.length / 2)).toEqual(words.subarray(words.length / 2));
  });

  it.each([
    ['CCO, CCN, CCC', 3],
    ['CCO;CCN', 2],
    ['CCO|CCN', 2],
    ['CCO CCN', 2],
    ['c1ccccc1 , CC(=O)O', 2],
    ['CCO\nCCN', 2],
    ['[CH3:1]C,CCN', 2],
  ])('that holds several says so: %j', async (cell, count) => {
    expect(await canonicalOf([cell])).toEqual([
      `${count} structures in one cell; write each in a row of its own, or take the first with --multiple first`,
    ]);
  });

  it.each(['CCO, ethanol', 'CCO;', 'c1ccc cc1', 'CC(=O) (O)', 'C,', ','])(
    'is no list, and no molecule: %j',
    async (cell) => {
      const [problem] = (await pool.describe([cell])).problems;
      expect(problem).not.toBe(null);
      expect(problem).not.toContain('structures in one cell');
    },
  );
});

describe('a table', () => {
  const load = (text: string, options: Parameters<typeof loadTable>[1] = {}) =>
    loadTable(folder.file('cells.csv', text), options, pool, new Job());
  const moleculesOf = async (text: string, options: Parameters<typeof loadTable>[1] = {}) => {
    const loaded = await load(text, options);
    const { moleculeOf, invalid } = await readMolecules(loaded, pool, new Job());
    return { notes: loaded.table.notes, moleculeOf: [...moleculeOf], invalid };
  };

  it('joins rows of one molecule however its cells are written, and says what is ignored', async () => {
    const { notes, moleculeOf } = await moleculesOf(
      'smiles\n"C[C@H](O)F |&1:1|"\nC[C@H](O)F\n[CH3:1][C@H](O)F\nC[C@H](O)F drug\nOCC\n"CCO |f:0|"\n',
    );
    expect(moleculeOf).toEqual([0, 0, 0, 0, 1, 1]);
    expect(notes.map((note) => note.replace(/^.*cells\.csv/, ''))).toEqual([
      ': 2 rows with CXSMILES: the SMILES before "|" is read; enhanced stereo groups (1 row) are ignored',
      ': 1 row with a name after the SMILES in one cell: the name is ignored',
      ': 1 row with atom-map numbers: they are ignored',
    ]);
  });

  it('has no such notes for plain cells, and for words', async () => {
    const text = 'smiles,y\nCCO,1\n[nH]1cccc1,2\nc1:c:c:c:c:c:1,3\nnot a molecule,4\n';
    const { notes } = await moleculesOf(text);
    expect(notes).toEqual([]);
  });

  const lists = 'id,smiles\na,"CCO, CCN"\nb,CCO\nc,CCC;CCO\nd,"CCO, unknown"\n';

  it('has invalid rows where cells hold several structures', async () => {
    const { moleculeOf, invalid } = await moleculesOf(lists);
    expect(moleculeOf).toEqual([-1, 0, -1, -1]);
    expect(invalid.map(({ row, reason }) => [row, reason.slice(0, 24)])).toEqual([
      [1, '2 structures in one cell'],
      [3, '2 structures in one cell'],
      [4, expect.not.stringContaining('structures')],
    ]);
  });

  it('takes the first of each on request', async () => {
    const { moleculeOf, notes, invalid } = await moleculesOf(lists, { multiple: 'first' });
    expect(moleculeOf).toEqual([0, 0, 1, -1]);
    expect(invalid.map(({ row }) => row)).toEqual([4]);
    expect(notes.join()).toMatch(
      /cells\.csv: 2 rows hold several structures in one cell; the first of each is used \(--multiple first\)$/,
    );
  });

  it('is refused on request', async () => {
    await expect(load(lists, { multiple: 'error' })).rejects.toThrow(
      /cells\.csv: 2 rows hold several structures in one cell; the first is row 1 \(line 2\), "CCO, CCN"; write each in a row of its own, or take the first with --multiple first$/,
    );
    await expect(load('smiles\nCCO\n', { multiple: 'error' })).resolves.toBeDefined();
  });

  it('is not read from a column of words that begin like a SMILES', async () => {
    const text = 'C in water,CCO\nO in air,CCN\nN in oil,CCC\n';
    const { smilesColumn } = await load(text);
    expect(smilesColumn).toBe(1);
  });
});
