import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { below } from '../oracle/pair-data.js';
import { table } from './recompute.js';
import { run } from './run.js';

const DRUGS = ['CCO', 'CCCO', 'Cc1ccccc1', 'CC(=O)Nc1ccccc1', 'CCN(CC)CC', 'CC(C)Cc1ccccc1'];
const pick = below(5);
const TARGETS = Array.from({ length: 6 }, () =>
  Array.from({ length: 40 }, () => 'ACDEFGHIKLMNPQRSTVWY'[pick(20)]).join(''),
);
const all = DRUGS.flatMap((_, d) => TARGETS.map((__, t) => [d, t] as const));

/** A table with both texts, the first target cell replaced. */
const withFirst = (cell: string) =>
  `smiles,target,y\n${all.map(([d, t], i) => `${DRUGS[d]},${i === 0 ? cell : TARGETS[t]},${d + t}\n`).join('')}`;
const drugs = (some = DRUGS) =>
  `drug_id,smiles\n${some.map((smiles, d) => `D${d},${smiles}\n`).join('')}`;
const fasta = (some = TARGETS) => some.map((letters, t) => `>T${t}\n${letters}\n`).join('');
const IDS = ['T0', 'T1', 'T2', 'T3', 'T4', 'T5'];
const square = (
  cell: (i: number, j: number) => string,
  { ids = IDS, columns }: { ids?: readonly string[]; columns?: readonly string[] } = {},
) => {
  const names = columns ?? ids;
  const lines = ids.map((id, i) => [id, ...names.map((_, j) => cell(i, j))]);
  return [['id', ...names], ...lines].map((line) => `${line.join('\t')}\n`).join('');
};
const similarity = (i: number, j: number) => (i === j ? '1' : '0.25');
const at = (i: number, j: number, text: string) => (a: number, b: number) =>
  a === i && b === j ? text : similarity(a, b);

const FILES: Record<string, string> = {
  'texts.csv': withFirst(TARGETS[0]),
  'ids.csv': `drug_id,target_id,y\n${all.map(([d, t]) => `D${d},T${t},${d + t}\n`).join('')}`,
  'drugs.csv': drugs(),
  'targets.fasta': fasta(),
  'cells.csv': `smiles,cell,y\n${DRUGS.flatMap((smiles, d) => ['A549', 'MCF7', 'HeLa'].map((cell) => `${smiles},${cell},${d}\n`)).join('')}`,
  'molecules.csv': `smiles,y\n${DRUGS.map((smiles, d) => `${smiles},${d}\n`).join('')}`,
};

const folder = temporaryFolder();
for (const [name, text] of Object.entries(FILES)) folder.file(name, text);

async function split(input: string, args: readonly string[], files: Record<string, string> = {}) {
  for (const [name, text] of Object.entries(files)) folder.file(name, text);
  const { code, stdout, stderr } = await run(
    ['split', input, '--json', '-q', '-o', 'out.csv', ...args],
    { cwd: folder.path },
  );
  return { code, stderr, document: JSON.parse(stdout) };
}

const BY_IDS = ['--drugs', 'drugs.csv', '--targets', 'targets.fasta'];
const BY_MATRIX = [
  '--drugs',
  'drugs.csv',
  '--partner',
  'target_id',
  '--target-similarity',
  'm.tsv',
];

describe('rows of pairs that cannot be used', () => {
  it.each([
    [
      'an unknown letter',
      withFirst('MK1LV'),
      '"1" at position 3 is not an amino acid (one-letter code)',
    ],
    [
      'a gap',
      withFirst('MKV--LA'),
      'the sequence has a gap ("-") at position 4; remove the gaps of an alignment',
    ],
    [
      'a stop within',
      withFirst('MKV*LA'),
      'the sequence has a stop ("*") at position 4, before its end',
    ],
    ['an empty sequence', withFirst(''), 'empty sequence'],
    ['a stop and no more', withFirst('*'), 'empty sequence'],
    ['X only', withFirst('XXXXXXXX'), 'the sequence has no 3 letters in a row without X'],
    ['X everywhere', withFirst('MKXLVXAA'), 'the sequence has no 3 letters in a row without X'],
    [
      'two letters',
      withFirst('MK'),
      'the sequence has fewer than 3 letters, the length of the compared words',
    ],
  ])('are marked: %s', async (_, text, reason) => {
    const { code, document } = await split('one.csv', ['-m', 'random'], { 'one.csv': text });
    expect(code).toBe(0);
    expect(document.invalid).toMatchObject([{ row: 1, line: 2, column: 'target', reason }]);
    const rows = table(folder.read('out.csv'));
    expect(rows).toHaveLength(36);
    expect(rows[0]).toMatchObject({ split: 'invalid', reason });
    expect(rows.slice(1).every(({ split: own }) => own === 'train' || own === 'test')).toBe(true);
    expect(document.input).toMatchObject({ records: 36, pairs: { pairs: 35 }, invalid: 1 });
    expect(document.warnings).toContainEqual(
      expect.stringMatching(
        /^1 row with an invalid partner, marked invalid in the output; .*row 1 \(line 2\)/,
      ),
    );
  });

  it.each([
    [
      'an id without a structure',
      { 'd.csv': drugs(DRUGS.slice(0, 5)) },
      ['--drugs', 'd.csv', '--targets', 'targets.fasta'],
      'D5',
      'drug_id',
      'id "D5" is not in d.csv',
      'drug',
    ],
    [
      'an id with a structure that cannot be read',
      { 'd.csv': drugs(['C1CC', ...DRUGS.slice(1)]) },
      ['--drugs', 'd.csv', '--targets', 'targets.fasta'],
      'D0',
      'drug_id',
      'unclosed ring',
      'drug',
    ],
    [
      'an id without a sequence',
      { 't.fasta': fasta(TARGETS.slice(0, 5)) },
      ['--drugs', 'drugs.csv', '--targets', 't.fasta'],
      'T5',
      'target_id',
      'id "T5" is not in t.fasta',
      'partner',
    ],
    [
      'an id with an empty sequence',
      { 't.fasta': fasta(['', ...TARGETS.slice(1)]) },
      ['--drugs', 'drugs.csv', '--targets', 't.fasta'],
      'T0',
      'target_id',
      'empty sequence',
      'partner',
    ],
    [
      'an id that a matrix lacks',
      { 'm.tsv': square(similarity, { ids: ['T0', 'T1', 'T2', 'T3', 'T4'] }) },
      BY_MATRIX,
      'T5',
      'target_id',
      'id "T5" is not in m.tsv',
      'partner',
    ],
  ])('are marked: %s', async (_, files, args, id, column, reason, what) => {
    const { code, document } = await split('ids.csv', ['-m', 'random', ...args], files);
    expect(code).toBe(0);
    const rows = table(folder.read('out.csv'));
    const marked = rows.filter((row) => row.split === 'invalid');
    expect(marked).toHaveLength(6);
    for (const row of marked) expect([row[column], row.reason]).toEqual([id, reason]);
    expect(rows.filter((row) => row[column] === id)).toEqual(marked);
    expect(document.input).toMatchObject({ records: 36, pairs: { pairs: 30 }, invalid: 6 });
    // A sixth of the rows is worth to be told first, with the side that is wrong.
    expect(document.warnings[0]).toMatch(
      `ids.csv: 6 of 36 rows (16.7%) have an invalid ${what} in column "${column}" (the first is row `,
    );
  });

  it('are those without an id, also where a table has a structure without an id', async () => {
    const { document } = await split(
      'blank.csv',
      ['-m', 'random', '--drugs', 'd.csv', '--targets', 't.fasta'],
      {
        'blank.csv': `${FILES['ids.csv']},T1,3\nD1,,3\n,,3\n`,
        'd.csv': `${drugs()},CCCCC\n,CCCCCC\n`,
        't.fasta': fasta(),
      },
    );
    expect(
      document.invalid.map(({ row, reason }: { row: number; reason: string }) => [row, reason]),
    ).toEqual([
      [37, 'no id'],
      [38, 'no id'],
      [39, 'no id'],
    ]);
  });

  it('stop the split with --on-invalid error, and name the side', async () => {
    const { code, document } = await split('one.csv', ['-m', 'random', '--on-invalid', 'error'], {
      'one.csv': withFirst('MK1LV'),
    });
    expect(code).toBe(2);
    expect(document.error.message).toBe(
      'one.csv: 1 row with an invalid partner; the first is row 1 (line 2), "MK1LV": "1" at position 3 is not an amino acid (one-letter code); fix or remove them, or use --on-invalid keep',
    );
  });
});

describe('a pair with several labels', () => {
  it('is a conflict, and has their mean', async () => {
    const text = `${FILES['texts.csv']}${DRUGS[0]},${TARGETS[0].toLowerCase()},9\nOCC,${TARGETS[1]}*,1\n`;
    const { document } = await split('twice.csv', ['-m', 'random', '--test', '35'], {
      'twice.csv': text,
    });
    expect(document.label_conflicts).toEqual({
      molecules: 1,
      rows: 2,
      largest_difference: 9,
      examples: [{ rows: [1, 37], labels: [0, 9], difference: 9 }],
    });
    expect(document.warnings).toContain(
      '1 pair has rows with different labels (rows 1 and 37: 0 and 9); the largest difference is 9; the split uses the mean label of each pair; the output keeps the label of each row',
    );
    const sum = all.reduce((total, [d, t]) => total + d + t, 0) + 4.5;
    expect(document.labels.whole).toMatchObject({ n: 36, mean: sum / 36 });
    const rows = table(folder.read('out.csv'));
    expect(rows[0].split).toBe(rows[36].split);
    expect(rows[1].split).toBe(rows[37].split);
  });
});

describe('input that is refused in one line', () => {
  const matrix = (text: string) => [{ 'm.tsv': text }, 'ids.csv', BY_MATRIX] as const;
  const sequences = (text: string) =>
    [{ 't.fasta': text }, 'ids.csv', ['--drugs', 'drugs.csv', '--targets', 't.fasta']] as const;
  const plain = (input: string, ...args: string[]) => [{}, input, args] as const;

  it.each<readonly [string, readonly [Record<string, string>, string, readonly string[]], string]>([
    [
      'a matrix that is not square',
      matrix(square(similarity, { columns: ['T0', 'T1', 'T2', 'T3', 'T4'] })),
      '--target-similarity m.tsv: 6 rows and 5 columns of similarities; give a square table with ids in the first row and the first column, or two columns: ids and clusters',
    ],
    [
      'a matrix that is not symmetric',
      matrix(square(at(2, 1, '0.3'))),
      '--target-similarity m.tsv: not symmetric: "T2" has 0.3 to "T1", and 0.25 the other way; give both the same value, such as their mean',
    ],
    [
      'a diagonal that is not 1',
      matrix(square(at(2, 2, '0.9'))),
      '--target-similarity m.tsv: row 3 (line 4): "T2" has a similarity of 0.9 to itself; it must be 1 (divide similarities by those to themselves, and distances are not similarities)',
    ],
    [
      'a similarity of 1.2',
      matrix(square(at(2, 1, '1.2'))),
      '--target-similarity m.tsv: row 3 (line 4), column "T1": "1.2" is not a similarity from 0 to 1 (divide percent by 100)',
    ],
    [
      'a similarity below 0',
      matrix(square(at(2, 1, '-0.2'))),
      '--target-similarity m.tsv: row 3 (line 4), column "T1": "-0.2" is not a similarity from 0 to 1',
    ],
    [
      'a similarity that is missing',
      matrix(square(at(2, 1, ''))),
      '--target-similarity m.tsv: row 3 (line 4), column "T1": "" is not a similarity from 0 to 1',
    ],
    [
      'a similarity that is no number',
      matrix(square(at(2, 1, 'n/a'))),
      '--target-similarity m.tsv: row 3 (line 4), column "T1": "n/a" is not a similarity from 0 to 1',
    ],
    [
      'a matrix with two equal ids',
      matrix(square(similarity, { ids: ['T0', 'T1', 'T2', 'T3', 'T4', 'T4'] })),
      '--target-similarity m.tsv: the id "T4" stands in two rows; give each its own id',
    ],
    [
      'a matrix in two orders',
      matrix(square(similarity, { ids: ['T0', 'T1', 'T2'], columns: ['T1', 'T0', 'T2'] })),
      '--target-similarity m.tsv: column 2 is "T1" and row 1 is "T0"; give columns and rows in one order',
    ],
    [
      'a matrix without any id of the table',
      matrix(square(similarity, { ids: ['A', 'B'] })),
      'ids.csv: none of its 36 rows has a valid partner in column "target_id" (row 1, "T0": id "T0" is not in m.tsv); name the right column with --partner',
    ],
    [
      'an id in two clusters',
      matrix('id\tcluster\nT0\ta\nT1\ta\nT2\tb\nT1\tb\n'),
      '--target-similarity m.tsv: row 4 (line 5): the id "T1" is in the clusters "a" and "b"; give each id one cluster',
    ],
    [
      'an id without a cluster',
      matrix('id\tcluster\nT0\ta\nT1\t\nT2\tb\n'),
      '--target-similarity m.tsv: row 2 (line 3): "T1" has no cluster; give each id one',
    ],
    [
      'clusters of other ids',
      matrix('id\tcluster\nP0\ta\nP1\tb\nP2\tb\n'),
      'ids.csv: none of its 36 rows has a valid partner in column "target_id" (row 1, "T0": id "T0" is not in m.tsv); name the right column with --partner',
    ],
    [
      'two sequences of one id',
      sequences(`${fasta()}>T0\nMKVLAAG\n`),
      '--targets t.fasta: the id "T0" stands for two sequences, in row 1 (line 2) and row 7 (line 14); give each its own id',
    ],
    [
      'text before the first header',
      sequences(`MKVLAAG\n${fasta()}`),
      't.fasta: line 1: "MKVLAAG" has no header before it; in FASTA, a line such as ">P00533" names each sequence',
    ],
    [
      'a header without an id',
      sequences(`${fasta()}>\nMKV\n`),
      't.fasta: line 13: the header has no id after ">"; add one, such as ">P00533"',
    ],
    ['an empty FASTA file', sequences(''), 't.fasta has no rows; it needs at least one'],
    [
      'a FASTA file of an alignment',
      sequences(fasta(TARGETS.map((t) => `${t.slice(0, 3)}-${t.slice(3)}`))),
      'ids.csv: none of its 36 rows has a valid partner in column "target_id" (row 1, "T0": the sequence has a gap ("-") at position 4; remove the gaps of an alignment); name the right column with --partner',
    ],
    [
      'no drug that is known',
      [
        { 'd.csv': 'drug_id,smiles\nX1,CCO\n' },
        'ids.csv',
        ['--drugs', 'd.csv', '--targets', 'targets.fasta'],
      ],
      'ids.csv: none of its 36 rows has a valid drug in column "drug_id" (row 1, "D0": id "D0" is not in d.csv); name the right column with --smiles',
    ],
    [
      'two structures of one drug',
      [
        { 'd.csv': `${drugs()}D0,CCCC\n` },
        'ids.csv',
        ['--drugs', 'd.csv', '--targets', 'targets.fasta'],
      ],
      '--drugs d.csv: the id "D0" stands for two structures, in row 1 (line 2) and row 7 (line 8); give each its own id',
    ],
    [
      'a column that is missing',
      plain('texts.csv', '--partner', 'protein'),
      '--partner protein: texts.csv has no such column; it has "smiles", "target" and "y"',
    ],
    [
      'the column of structures',
      plain('texts.csv', '--partner', 'smiles'),
      '--partner smiles: the structures are read from this column; name the other side of the pairs, or the structures with --smiles',
    ],
    [
      'a method for molecules',
      plain('texts.csv', '-m', 'butina'),
      '--method butina splits molecules, and each row of texts.csv is a pair with column "target"; use one of sae, random, stratified, scaffold, leakage-minimal, time, group, leave-one-group-out, cold-drug, cold-partner and cold-both, or --partner none',
    ],
    [
      'a method for pairs',
      plain('molecules.csv', '-m', 'cold-drug'),
      '--method cold-drug splits pairs, and the rows of molecules.csv are molecules; name the column of partners with --partner',
    ],
    [
      'categories as molecules',
      plain('cells.csv', '--partner', 'cell', '--partner-kind', 'molecule'),
      'cells.csv: none of its 18 rows has a valid partner in column "cell" (row 1, "A549": syntax error, around character 1); name the right column with --partner',
    ],
    [
      'words of four letters',
      plain('texts.csv', '--partner-fingerprint', 'kmer:4'),
      '--partner-fingerprint kmer:4: sequences are compared by words of 1 to 3 letters; give kmer:1, kmer:2 or kmer:3',
    ],
    [
      'words of categories',
      plain('cells.csv', '--partner', 'cell', '--partner-fingerprint', 'kmer:2'),
      '--partner-fingerprint is for sequences; categories are equal or different; leave it out',
    ],
    [
      'a kind of partner of molecules',
      plain('molecules.csv', '--partner-kind', 'sequence'),
      '--partner-kind sequence: no column of partners found in molecules.csv; name it with --partner',
    ],
    [
      'words of molecules',
      plain('molecules.csv', '--partner-fingerprint', 'kmer:2'),
      '--partner-fingerprint kmer:2: no column of partners found in molecules.csv; name it with --partner',
    ],
    [
      'targets, and no pairs',
      plain('ids.csv', ...BY_IDS, '--partner', 'none'),
      '--targets targets.fasta is for pairs, and --partner none says that rows are molecules; leave one of them out',
    ],
    [
      'targets of molecules',
      plain('molecules.csv', '--targets', 'targets.fasta'),
      'molecules.csv: no column of target ids found, for --targets; name it with --partner (the columns are "smiles" and "y")',
    ],
    [
      'molecules to mimic',
      plain('texts.csv', '-m', 'sae', '--distribution', 'mimic:molecules.csv'),
      'molecules.csv is read as pairs, with the columns of the input: --partner target: molecules.csv has no such column; it has "smiles" and "y"; or give a table of bins and counts, such as "0-0.1,12"',
    ],
    [
      'a format without partners',
      plain('texts.csv', '--format', 'tdc', '-o', 'tdc/'),
      'the format tdc: the files of a benchmark group have no column of partners; use another format, such as deepchem',
    ],
    [
      'folds that leave out other pairs, in one table',
      plain('texts.csv', '-m', 'cold-both', '--folds', '3'),
      '-o out.csv: each fold of cold-both leaves out other rows, so one table cannot hold them; name a folder for a table of each, -o out/, or use the format indices',
    ],
  ])('%s', async (_, [files, input, args], message) => {
    const method = args.includes('-m') ? [] : ['-m', 'random'];
    const { code, stderr, document } = await split(input, [...method, ...args], files);
    expect(document.error.message).toBe(message);
    expect(code).toBe(2);
    expect(stderr).not.toContain('\n    at ');
  });

  it('a library of molecules to compare splits of pairs with', async () => {
    const { code, stderr } = await run(
      [
        'split',
        'texts.csv',
        '-m',
        'random,stratified',
        '--compare',
        '--deployment',
        'molecules.csv',
        '-q',
      ],
      { cwd: folder.path },
    );
    expect([code, stderr]).toEqual([
      2,
      'error: --deployment molecules.csv is compared with molecules, and each row of texts.csv is a pair; leave it out, or use --partner none\n',
    ]);
  });
});

describe('what a column of partners is taken for', () => {
  const kindOf = async (text: string, ...args: string[]) => {
    const { code, document } = await split(
      'kind.csv',
      ['-m', 'random', '--partner', 'second', ...args],
      {
        'kind.csv': text,
      },
    );
    expect(code, JSON.stringify(document.error)).toBe(0);
    return [document.input.pairs.kind, document.warnings.join('\n')] as const;
  };
  const rows = (cells: readonly string[]) =>
    `smiles,second,y\n${DRUGS.flatMap((smiles) => cells.map((cell, i) => `${smiles},${cell},${i}\n`)).join('')}`;

  it.each([
    ['sequence', TARGETS],
    ['molecule', ['CC(=O)Oc1ccccc1C(=O)O', 'CCO', 'CN1C=NC2=C1C(=O)N(C)C(=O)N2C']],
    ['category', ['A549', 'MCF7', 'HeLa', 'K562']],
    ['category', ['EGFR', 'ABL1(E255K)', 'KIT']],
  ])('is %s', async (kind, cells) => {
    const [found, notes] = await kindOf(rows(cells));
    expect(found).toBe(kind);
    const note =
      'kind.csv: the cells of column "second" are compared as categories: equal (similarity 1) or different (0); to compare them as sequences or structures: --partner-kind';
    expect(notes.includes(note)).toBe(kind === 'category');
  });

  it('is what is said', async () => {
    expect((await kindOf(rows(TARGETS), '--partner-kind', 'category'))[0]).toBe('category');
    const peptides = TARGETS.map((target) => target.slice(0, 9));
    expect((await kindOf(rows(peptides), '--partner-kind', 'sequence'))[0]).toBe('sequence');
  });

  it('is a sequence in a FASTA file, however short', async () => {
    const { document } = await split(
      'ids.csv',
      ['-m', 'random', '--drugs', 'drugs.csv', '--targets', 't.fasta'],
      {
        't.fasta': fasta(TARGETS.map((target) => target.slice(0, 9))),
      },
    );
    expect(document.input.pairs).toMatchObject({ kind: 'sequence', partners: 6 });
  });
});

describe('molecules as partners', () => {
  it('are standardized as drugs are', async () => {
    const text = `smiles,second,y\n${DRUGS.map((smiles) => `${smiles},CCN(CC)CCc1ccccc1.Cl,1\n${smiles},CCN(CC)CCc1ccccc1,1\n`).join('')}`;
    const args = ['-m', 'random', '--partner', 'second', '--partner-kind', 'molecule'];
    const plain = await split('salts.csv', args, { 'salts.csv': text });
    expect(plain.document.input.pairs).toMatchObject({ pairs: 12, partners: 2 });
    const { document } = await split('salts.csv', [...args, '--standardize', 'salts']);
    expect(document.input.pairs).toMatchObject({ pairs: 6, partners: 1 });
    expect(document.warnings).toContain(
      'column "second": --standardize salts changes the structure of 6 rows and merges 1 molecule with another one',
    );
  });

  it('need fingerprints that are calculated', async () => {
    const text = `name,smiles,second,y\n${DRUGS.map((smiles, d) => `D${d},${smiles},CCN(CC)CCc1ccccc1,1\n`).join('')}`;
    const { code, document } = await split(
      'own.csv',
      [
        '-m',
        'random',
        '--partner',
        'second',
        '--partner-kind',
        'molecule',
        '--fingerprint',
        'fps:own.fps',
        '--id',
        'name',
      ],
      {
        'own.csv': text,
        'own.fps': `#FPS1\n#num_bits=16\n${DRUGS.map((_, d) => `0${d}01\tD${d}\n`).join('')}`,
      },
    );
    expect(code).toBe(2);
    expect(document.error.message).toBe(
      '--fingerprint fps:own.fps has no fingerprints of the molecules in column "second"; use a fingerprint that is calculated, such as --fingerprint morgan, or --partner-kind category',
    );
  });
});
