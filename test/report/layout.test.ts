import { Chalk } from 'chalk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alignColumns,
  bar,
  padEnd,
  padStart,
  shortNumber,
  visibleWidth,
  wrap,
} from '../../src/report/layout.js';
import { layOut } from '../../src/report/score/grid.js';

const chalk = new Chalk({ level: 1 });

describe('layout', () => {
  it('counts and pads what is seen, not the color codes', () => {
    expect(visibleWidth(chalk.red('abc'))).toBe(3);
    expect(padStart(chalk.red('abc'), 5)).toBe(`  ${chalk.red('abc')}`);
    expect(padEnd(chalk.red('abc'), 5)).toBe(`${chalk.red('abc')}  `);
    expect(padEnd('abc', 2)).toBe('abc');
  });

  it('aligns columns, the first to the left', () => {
    expect(
      alignColumns([
        ['a', '1', ''],
        ['long', '22', 'x'],
      ]),
    ).toEqual(['a      1', 'long  22  x']);
  });

  it('counts the columns that a terminal gives to CJK, emoji and combining characters', () => {
    const widths = ['激酶', 'キナーゼ', '한국', '🧪', '👩🏽‍🔬', 'é', 'e\u0301', '≥ −½█'].map(
      visibleWidth,
    );
    expect(widths).toEqual([4, 8, 4, 2, 2, 1, 1, 5]);
    expect(
      alignColumns([
        ['激酶', '1', 'x'],
        ['🧪', '22', 'y'],
        ['kinase', '3', 'z'],
      ]),
    ).toEqual(['激酶     1  x', '🧪      22  y', 'kinase   3  z']);
    const line = (name: string) => ({ name, cells: ['0.5', '12'] });
    expect(layOut([[line('激酶'), line('🧪'), line('GPCR')]], 2, 80)).toEqual([
      '激酶  0.5  12',
      '🧪    0.5  12',
      'GPCR  0.5  12',
      '',
    ]);
    expect(wrap('激酶 激酶 激酶', 9)).toBe('激酶 激酶\n激酶');
  });

  it('draws bars to scale, and shows whatever is above nothing', () => {
    expect(bar(5, 10, 10)).toBe('█████');
    expect(bar(1, 16, 8)).toBe('▌');
    expect(bar(1, 1_000_000, 10)).toBe('▏');
    expect(bar(0, 10, 10)).toBe('');
    expect(bar(1, 0, 10)).toBe('');
  });

  it('keeps an interval of numbers on one line', () => {
    expect(wrap('mae change, [0, 1/3)', 15)).toBe('mae change,\n[0, 1/3)');
    expect(wrap('off by [−0.004, 0.25] or so', 12)).toBe('off by\n[−0.004, 0.25]\nor so');
    expect(wrap('it (of 5, not 6) is', 10)).toBe('it (of 5,\nnot 6) is');
  });

  it('wraps at spaces and loses no word', () => {
    expect(wrap('one two three', 8)).toBe('one two\nthree');
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 60 }), (list, width) => {
        const lines = wrap(list.join(' '), width).split('\n');
        expect(lines.join(' ')).toBe(list.join(' '));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });

  it.each([
    [0.12345, '0.123'],
    [-0.0004, '0.000'],
    [-1.5, '−1.500'],
    [12.345, '12.35'],
    [123.456, '123.5'],
    [1234.5, '1235'],
    [1.5e7, '1.50e+7'],
    [-1.5e7, '−1.50e+7'],
    [0, '0.000'],
  ])('writes %d as %s', (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });
});
