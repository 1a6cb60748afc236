import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnNamed,
  columnNames,
  findColumn,
  isColumnName,
  numberIn,
  requireColumn,
  shownColumns,
} from '../../src/tables/columns.js';
import type { Table } from '../../src/tables/table.js';
import { errorOf } from '../helpers.js';

const table = (columns: string[], hasHeader = true): Table => ({
  path: 't.csv',
  name: 't.csv',
  columns,
  hasHeader,
  rows: [],
  lines: [],
  sha256: '',
  notes: [],
});

describe('isColumnName', () => {
  it.each([
    ['smiles', 'smiles'],
    [' SMILES ', 'smiles'],
    ['Canonical SMILES', 'smiles'],
    ['canonical-smiles', 'smiles'],
    ['Drug_ID', 'id'],
    ['pChEMBL value', 'label'],
  ] as const)('knows %j as %s', (name, role) => expect(isColumnName(name, role)).toBe(true));

  it.each(['', 'CCO', '1', 'constructor', 'weight', 'structures', 'y', 'True'])(
    'does not take %j for a column of structures',
    (name) => expect(isColumnName(name, 'smiles')).toBe(false),
  );
});

describe('columnNamed', () => {
  const columns = table(['id', 'SMILES', 'smiles', 'Value', '2']);

  it('takes the exact name, else the only one that differs in case, else the number', () => {
    expect(columnNamed(columns, 'smiles', 'smiles')).toBe(2);
    expect(columnNamed(columns, 'SMILES', 'smiles')).toBe(1);
    expect(columnNamed(columns, 'value', 'label')).toBe(3);
    expect(columnNamed(columns, '1', 'id')).toBe(0);
    expect(columnNamed(columns, '5', 'id')).toBe(4);
    expect(columnNamed(columns, '2', 'id')).toBe(4);
  });

  it.each(['Smiles', '0', '6', '1.0', '-1', '', 'nothing'])('refuses %j', async (wanted) => {
    const error = await errorOf(() => columnNamed(columns, wanted, 'smiles'));
    expect(error.code).toBe('column');
    expect(error.message).toMatch(/^--smiles .*: t\.csv has no such column/);
    expect(error.message).toContain('it has "id", "SMILES", "smiles", "Value" and "2"');
  });

  it('names the nearest', async () => {
    const error = await errorOf(() => columnNamed(columns, 'valeu', 'label'));
    expect(error.message).toContain('(did you mean "Value"?)');
  });
});

describe('findColumn', () => {
  it.each([
    ['smiles', ['Drug_ID', 'Drug', 'Y'], 1],
    ['label', ['Drug_ID', 'Drug', 'Y'], 2],
    ['id', ['Drug_ID', 'Drug', 'Y'], 0],
    ['smiles', ['Molecule ChEMBL ID', 'Smiles', 'pChEMBL Value'], 1],
    ['label', ['Molecule ChEMBL ID', 'Smiles', 'pChEMBL Value'], 2],
    ['id', ['Molecule ChEMBL ID', 'Smiles', 'pChEMBL Value'], 0],
    ['truth', ['smiles', 'y', 'y_true', 'y_pred'], 2],
    ['prediction', ['smiles', 'prob', 'y_pred'], 2],
    ['probability', ['smiles', 'y', 'Probability'], 2],
    ['label', ['Drug', 'Target', 'Y'], 2],
    ['label', ['smiles', 'logP', 'pIC50'], 2],
    ['maxSimilarity', ['smiles', 'max_similarity'], 1],
    ['split', ['smiles', 'Split'], 1],
  ] as const)('finds the %s column of %j', (role, columns, position) => {
    expect(findColumn(table([...columns]), role)).toBe(position);
  });

  it('takes a name of an earlier tier without asking', () => {
    expect(findColumn(table(['molecule', 'drug', 'smiles']), 'smiles')).toBe(2);
    expect(findColumn(table(['name', 'title', 'compound_id']), 'id')).toBe(2);
  });

  it('asks where two names of one tier are there', async () => {
    const error = await errorOf(() => findColumn(table(['smiles', 'x', 'isosmiles']), 'smiles'));
    expect(error.code).toBe('column');
    expect(error.message).toBe(
      't.csv: "smiles" and "isosmiles" could each be the smiles column; choose one with --smiles',
    );
    const label = await errorOf(() => findColumn(table(['smiles', 'y', 'value']), 'label'));
    expect(label.message).toBe(
      't.csv: "y" and "value" could each be the label column; choose one with --label',
    );
  });

  it('goes by what the user says first', () => {
    expect(findColumn(table(['smiles', 'isosmiles']), 'smiles', 'isosmiles')).toBe(1);
    expect(findColumn(table(['smiles', 'y']), 'smiles', '2')).toBe(1);
  });

  it('finds nothing where no name is usual, and none in a file without header', () => {
    expect(findColumn(table(['a', 'b']), 'smiles')).toBe(undefined);
    expect(findColumn(table(['column_1', 'column_2'], false), 'smiles')).toBe(undefined);
    expect(findColumn(table(['smiles', 'name'], false), 'smiles')).toBe(0);
  });
});

describe('requireColumn', () => {
  it('lists the columns when there is none', async () => {
    const error = await errorOf(() => requireColumn(table(['a', 'b']), 'label'));
    expect(error.message).toBe(
      't.csv: no label column found; name it with --label (the columns are "a" and "b")',
    );
    expect(requireColumn(table(['a', 'y']), 'label')).toBe(1);
  });

  it('says how to name columns that have no names, and is short about many', () => {
    expect(shownColumns(table(['column_1', 'column_2'], false))).toBe(
      '"column_1" and "column_2"; there is no header, so say 1, 2, …',
    );
    const many = shownColumns(table(Array.from({ length: 25 }, (_, i) => `c${i}`)));
    expect(many).toContain('"c19" and 5 more');
    expect(many).not.toContain('c20');
  });
});

describe('numberIn', () => {
  it.each([
    ['1', 1],
    [' -2.5 ', -2.5],
    ['+.5', 0.5],
    ['3.', 3],
    ['1e-3', 0.001],
    ['6.02E23', 6.02e23],
    ['-0', -0],
  ])('reads %j', (cell, value) => expect(numberIn(cell)).toBe(value));

  it.each([
    '',
    ' ',
    '.',
    '>10',
    '1,5',
    '1_000',
    '0x10',
    'NaN',
    'Infinity',
    '1 2',
    '5%',
    'e5',
    '１',
  ])('takes %j for no number', (cell) => expect(numberIn(cell)).toBeNaN());

  it('reads back every number that JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(numberIn(String(x))).toBe(Number(String(x)));
      }),
    );
  });
});

it('columnNames lists names that are names of their roles', () => {
  const all = columnNames();
  expect(all.find(({ role }) => role === 'label')?.tiers[0]).toContain('pchembl_value');
  for (const { role, tiers } of all) {
    for (const name of tiers.flat()) expect(isColumnName(name, role)).toBe(true);
  }
});
