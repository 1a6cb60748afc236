import { describe, expect, it } from 'vitest';
import { boundIn, cellKind, cellProblem, isMissing } from '../../src/tables/cell-kinds.js';

describe('cellKind', () => {
  it.each([
    ['5', 'number'],
    [' 5.20 ', 'number'],
    ['-0.5', 'number'],
    ['+7', 'number'],
    ['1e-9', 'number'],
    ['.5', 'number'],
    ['3.', 'number'],
    ['', 'missing'],
    ['  ', 'missing'],
    ['-', 'missing'],
    ['NA', 'missing'],
    ['n/a', 'missing'],
    ['N/A', 'missing'],
    ['#N/A', 'missing'],
    ['#N/A N/A', 'missing'],
    ['#NA', 'missing'],
    ['<NA>', 'missing'],
    ['nan', 'missing'],
    ['NaN', 'missing'],
    ['-nan', 'missing'],
    ['-NaN', 'missing'],
    ['1.#IND', 'missing'],
    ['-1.#IND', 'missing'],
    ['1.#QNAN', 'missing'],
    ['-1.#QNAN', 'missing'],
    ['NULL', 'missing'],
    ['None', 'missing'],
    ['>10', 'censored'],
    ['> 10', 'censored'],
    ['>=10', 'censored'],
    ['<0.1', 'censored'],
    ['<=1e-3', 'censored'],
    ['≥ 5.5', 'censored'],
    ['≤5', 'censored'],
    ['~7', 'censored'],
    ['>>30', 'censored'],
    ['<-0.77', 'censored'],
    ['> 10 uM', 'censored'],
    ['>10%', 'censored'],
    ['1,23', 'decimal_comma'],
    ['-0,5', 'decimal_comma'],
    ['12,5', 'decimal_comma'],
    ['1,2345', 'decimal_comma'],
    ['0,5e-3', 'decimal_comma'],
    ['1,234', 'comma'],
    ['7,230', 'comma'],
    ['0,936', 'decimal_comma'],
    ['-0,936', 'decimal_comma'],
    ['12,345,678', 'thousands'],
    ['1,234.5', 'thousands'],
    ['12%', 'percent'],
    ['12.5 %', 'percent'],
    ['5.2 ± 0.1', 'deviation'],
    ['5.2+/-0.1', 'deviation'],
    ['10 nM', 'unit'],
    ['10nM', 'unit'],
    ['5.2 µM', 'unit'],
    ['3 log10', 'unit'],
    ['2.5 mg/mL', 'unit'],
    ['[0.08]', 'list'],
    ['[1, 2]', 'list'],
    ['(0.5)', 'list'],
    ['inactive', 'word'],
    ['CM', 'word'],
    ['inf', 'word'],
    ['1e999', 'word'],
    ['0x10', 'word'],
    ['1 000', 'word'],
    ['not determined', 'word'],
    ['Invalid SMILES', 'word'],
    ['=5.2', 'word'],
    ['5-6', 'word'],
    ['2019-12-31', 'word'],
    ['[]', 'word'],
  ])('%j is %s', (cell, kind) => {
    expect(cellKind(cell)).toBe(kind);
    expect(isMissing(cell)).toBe(kind === 'missing');
  });
});

describe('boundIn', () => {
  it.each([
    ['>10', 10],
    ['< -0.77', -0.77],
    ['≥ 5.5', 5.5],
    ['> 1e-3 M', 0.001],
    ['>1,5', Number.NaN],
    ['10', Number.NaN],
    ['>', Number.NaN],
  ])('of %j is %d', (cell, bound) => expect(boundIn(cell)).toBe(bound));
});

describe('cellProblem', () => {
  const of = (cells: string[], at: number) => cellProblem(cells[at], cells.map(cellKind));

  it('counts the cells of its kind among those that are not empty', () => {
    expect(of(['1', '', '>10', '<2', 'NA'], 2)).toBe(
      '">10" is a censored value (2 of 3 filled cells); leave these rows out with --censored drop, or use limits with --censored limit',
    );
    expect(of(['10 nM', '1'], 0)).toBe(
      '"10 nM" is a number with a unit (1 of 2 filled cells); save the numbers alone, all in one unit',
    );
  });

  it('takes a comma for a decimal comma where one cell of the column cannot have it for thousands', () => {
    expect(of(['1,234', '2,345'], 0)).toBe(
      '"1,234" has a comma, of decimals or of thousands (2 of 2 filled cells); save the numbers with a decimal point and without separators of thousands',
    );
    expect(of(['1,234', '2,345,678'], 0)).toMatch(/^"1,234" has a thousands separator \(2 of 2 /);
    expect(of(['1,234', '2,3'], 0)).toMatch(/^"1,234" has a decimal comma \(2 of 2 /);
  });

  it('has nothing to say of a number or a word', () => {
    expect(of(['5'], 0)).toBeNull();
    expect(of(['high'], 0)).toBeNull();
  });
});
