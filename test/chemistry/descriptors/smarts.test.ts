import { describe, expect, it } from 'vitest';
import { AtomTyper } from '../../../src/chemistry/descriptors/atom-typer.js';
import { AROMATIC, DOUBLE, SINGLE } from '../../../src/chemistry/descriptors/graph.js';
import { type AtomTraits, parseSmarts } from '../../../src/chemistry/descriptors/smarts.js';

const carbon: AtomTraits = {
  ...{ element: 6, aromatic: false, hydrogens: 3, connections: 4, charge: 0 },
};

describe('parseSmarts', () => {
  it('makes a tree of atoms', () => {
    const atoms = parseSmarts('[O]=C([C,c])(Cl)[a;!#1]');
    expect(atoms.map(({ text, parent, bond }) => [text, parent, bond])).toEqual([
      ['O', -1, SINGLE | AROMATIC],
      ['C', 0, DOUBLE],
      ['C,c', 1, SINGLE | AROMATIC],
      ['Cl', 1, SINGLE | AROMATIC],
      ['a;!#1', 1, SINGLE | AROMATIC],
    ]);
  });

  it.each([
    ['C', true],
    ['c', false],
    ['A', true],
    ['a', false],
    ['!a', true],
    ['#6', true],
    ['#7', false],
    ['H3', true],
    ['CH', false],
    ['X4', true],
    ['CH3X4', true],
    ['CH3X3', false],
    ['+0', true],
    ['-0', true],
    ['+', false],
    ['-2', false],
    ['N,C', true],
    ['N,CH2', false],
    ['N,C;+', false],
    ['N,C;H2,H3;!#1', true],
    ['!C;A', false],
  ])('[%s] is a methyl: %s', (text, expected) => {
    expect(parseSmarts(`[${text}]`)[0].test(carbon)).toBe(expected);
  });

  it.each(['[$(CC)]', 'C~C', '[R]', 'C1CC1', '[Xe]', '[C@H]', 'C.C', '[C', 'Z'])(
    'refuses %s',
    (smarts) => {
      expect(() => parseSmarts(smarts)).toThrow(/SMARTS/);
    },
  );
});

describe('AtomTyper', () => {
  /** A carbon with four neighbors. */
  const star = (elements: number[]) => {
    const n = elements.length + 1;
    const zeros = new Array<number>(n).fill(0);
    return {
      ...{ atoms: n, element: [6, ...elements], aromatic: zeros, hydrogens: zeros },
      ...{ charge: zeros, isotope: zeros, kind: elements.map(() => SINGLE), inRing: zeros },
      ...{ ends: elements.flatMap((_, i) => [0, i + 1]), rings: [] },
      offsets: [0, ...elements.map((_, i) => elements.length + i), 2 * elements.length],
      neighbors: [...elements.map((_, i) => i + 1), ...elements.map(() => 0)],
      bonds: [...elements.keys(), ...elements.keys()],
    };
  };

  it('gives back what it took for an atom of the pattern', () => {
    // The first C, N or O must not be the only O.
    const typer = new AtomTyper(['C([N,O])([O,F])[F]', 'C', '[#7]']);
    expect(typer.types(star([8, 7, 9]))).toEqual([0, -1, 2, -1]);
    expect(typer.types(star([8, 9, 9]))).toEqual([0, -1, -1, -1]);
    expect(typer.types(star([8, 9, 6]))).toEqual([1, -1, -1, 1]);
    expect(typer.types(star([7, 9, 6]))).toEqual([1, 2, -1, 1]);
  });

  it('goes no way twice', () => {
    expect(new AtomTyper(['CCC', 'CC']).types(star([6]))).toEqual([1, 1]);
    expect(new AtomTyper(['CCC', 'C(C)C']).types(star([6, 6]))).toEqual([1, 0, 0]);
  });

  it('knows atoms with many neighbors', () => {
    const many = new Array<number>(40).fill(7);
    expect(new AtomTyper(['[CX40]']).types(star(many))[0]).toBe(0);
    expect(new AtomTyper(['[CX41]']).types(star(many))[0]).toBe(-1);
  });
});
