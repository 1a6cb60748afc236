import { beforeAll, describe, expect, it } from 'vitest';
import { type Drawer, startDrawer } from '../../src/chemistry/drawings.js';
import { DRAWING, SHADE } from '../../src/chemistry/plain-svg.js';
import { compileRDKit, startRDKit } from '../../src/chemistry/rdkit.js';
import { elementsOf } from '../report/html/inert.js';

let drawer: Drawer;
beforeAll(async () => {
  drawer = await startDrawer();
});

const shapes = ['g', 'path', 'ellipse', 'rect'];

describe('a drawing', () => {
  it.each([
    ['aspirin', 'CC(=O)Oc1ccccc1C(=O)O'],
    ['a wedge and isotopes', '[13CH3][C@H](F)Cl'],
    ['a salt', '[Na+].[Cl-]'],
    ['methane', 'C'],
    ['an aromatic ion', 'C[n+]1ccccc1'],
    ['a dummy atom', '*c1ccccc1'],
    ['150 heavy atoms', 'C'.repeat(150)],
  ])('of %s has shapes with attributes alone', (_, smiles) => {
    const { svg } = drawer.draw(smiles);
    const [, , , root, ...inside] = elementsOf(svg as string);
    expect(root.name).toBe('svg');
    expect(root.attributes).toMatchObject({
      width: String(DRAWING.width),
      height: String(DRAWING.height),
      viewBox: `0 0 ${DRAWING.width} ${DRAWING.height}`,
    });
    expect(inside.length).toBeGreaterThan(2);
    for (const { name, attributes } of inside) {
      expect(shapes).toContain(name);
      expect(Object.keys(attributes)).not.toContain('style');
      expect(Object.keys(attributes)).not.toContain('id');
      for (const [key, value] of Object.entries(attributes)) {
        if (key === 'd') expect(value).toMatch(/^[MLQCZ\d. -]+$/);
      }
    }
    expect(svg).not.toMatch(/<!--|rdkit|class="(?!tile")/);
  });

  it('has its atoms where its bonds end', () => {
    // Ethanol: two bonds, the one to oxygen in two colors, and the text OH.
    const { svg } = drawer.draw('CCO');
    const paths = elementsOf(svg as string).filter(({ name }) => name === 'path');
    const lines = paths.filter(({ attributes }) => attributes.stroke);
    const points = lines.flatMap(({ attributes }) =>
      [...attributes.d.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map((m) => [+m[1], +m[2]]),
    );
    expect(points.length).toBeGreaterThanOrEqual(6);
    for (const [x, y] of points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(DRAWING.width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(DRAWING.height);
    }
    expect(paths.some(({ attributes }) => attributes.fill === '#ff0000')).toBe(true);
  });

  it.each(['CC(=O)Oc1ccccc1C(=O)O', 'C[C@H](N)C(=O)O', 'Clc1ccc(cc1)S(=O)(=O)N1CCNCC1', 'C[*]'])(
    'of %s has the points and the colors of RDKit',
    async (smiles) => {
      const rdkit = await startRDKit(await compileRDKit());
      const molecule = rdkit.get_mol(smiles);
      const options = { ...DRAWING, bondLineWidth: 1, fixedBondLength: 26, padding: 0.06 };
      const svg = molecule?.get_svg_with_highlights(JSON.stringify(options)) as string;
      const numbers = (texts: Iterable<RegExpMatchArray>) =>
        [...texts].flatMap(([, d]) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number));
      const own = drawer.draw(smiles).svg as string;
      const points = numbers(own.matchAll(/ d="([^"]*)"/g));
      expect(points.length).toBeGreaterThan(6);
      expect(points).toEqual(numbers(svg.matchAll(/ d='([^']*)'/g)));
      expect(own).not.toMatch(/\d\.0\b|-0[ MLQCZ"]/);
      const colors = (text: string) =>
        new Set(
          text
            .toLowerCase()
            .replaceAll('#cccc00', '#8f7d00')
            .match(/#[0-9a-f]{6}/g),
        );
      const [all, expected] = [colors(own), colors(svg)];
      expected.delete('#ffffff');
      expect(all).toEqual(expected);
    },
  );

  it('of one SMILES is made once', () => {
    expect(drawer.draw('CCO')).toBe(drawer.draw('CCO'));
    expect(drawer.draw('OCC')).not.toBe(drawer.draw('CCO'));
    expect(drawer.draw('C1CC')).toBe(drawer.draw('C1CC'));
  });

  it('is the same each time, in any order', async () => {
    const all = ['CCO', 'c1ccccc1', 'CC(=O)Oc1ccccc1C(=O)O'];
    const first = all.map((smiles) => drawer.draw(smiles).svg);
    const other = await startDrawer();
    expect([...all].reverse().map((smiles) => other.draw(smiles).svg)).toEqual(first.reverse());
  });

  it.each([
    ['C'.repeat(151), 'too_large'],
    ['C'.repeat(500), 'too_large'],
    ['C'.repeat(10_000), 'too_large'],
    ['no structure', 'not_readable'],
    ['', 'not_readable'],
    ['<script>', 'not_readable'],
    ['C1CC', 'not_readable'],
  ])('of %.20s is not made', (smiles, reason) => {
    expect(drawer.draw(smiles)).toEqual({ svg: null, reason });
    expect(drawer.draw('CCO').svg).not.toBeNull();
  });
});

/** Ellipses and paths of the groups that shade atoms and bonds, by the attribute that tells a group. */
const shadesOf = (svg: string, attribute: 'stroke' | 'fill') =>
  new RegExp(
    `<g (?:fill="none" )?${attribute}="${attribute === 'fill' ? SHADE.fill : SHADE.line}"[^>]*>(.*?)</g>`,
  ).exec(svg)?.[1] ?? '';

describe('a pair of drawings', () => {
  it('has its differing atoms and the bonds between them shaded where RDKit has them', async () => {
    const rdkit = await startRDKit(await compileRDKit());
    const texts = ['Cc1ccccc1Cl', 'Cc1ccc(Cl)cc1'] as const;
    // By hand: see the test of surroundings.
    const expected = [
      { atoms: [1, 3, 4, 6], bonds: [3, 7] },
      { atoms: [1, 4], bonds: [] },
    ];
    for (const [m, { drawing, isShaded, difference }] of drawer.drawPair(...texts).entries()) {
      const molecule = rdkit.get_mol(texts[m]);
      const { atoms, bonds } = expected[m];
      const options = { ...DRAWING, bondLineWidth: 1, fixedBondLength: 26, padding: 0.06 };
      const highlights = { ...options, atoms, bonds, highlightColour: [1, 0.8, 0.2] };
      const svg = molecule?.get_svg_with_highlights(JSON.stringify(highlights)) as string;
      const centers = [...svg.matchAll(/<ellipse cx='([\d.]+)' cy='([\d.]+)'/g)];
      expect(centers).toHaveLength(atoms.length);
      for (const attribute of ['stroke', 'fill'] as const) {
        const own = shadesOf(drawing.svg as string, attribute);
        const found = [...own.matchAll(/<ellipse cx="([\d.]+)" cy="([\d.]+)"/g)];
        const numbers = (all: RegExpMatchArray[]) => all.map(([, x, y]) => [Number(x), Number(y)]);
        expect(numbers(found)).toEqual(numbers(centers));
        expect(own.match(/<path/g) ?? []).toHaveLength(bonds.length);
      }
      expect(difference?.differing).toEqual(atoms);
      expect(isShaded).toBe(true);
      expect(drawing.svg).not.toContain(SHADE.written);
    }
  });

  it.each([
    ['the same molecule', 'Cc1ccccc1', 'Cc1ccccc1', true],
    ['the same molecule, written in another way', 'Cc1ccccc1', 'c1ccccc1C', true],
    ['unlike molecules', 'CCCCCCO', 'c1ccccc1', false],
    ['one molecule with all of the other', 'CCCCCCCC', 'CCCCCCCCBr', true],
  ])('of %s is that of each alone where nothing is shaded', (_, first, second, isShaded) => {
    const [one] = drawer.drawPair(first, second);
    expect(one.drawing).toEqual(drawer.draw(first));
    expect(one.isShaded).toBe(isShaded);
  });

  it('is shaded where 60% of the atoms differ, and not where more do', () => {
    // Acetate and sodium: 3 of 5 atoms, see the test of surroundings.
    const [salt] = drawer.drawPair('CC(=O)[O-].[Na+]', 'CC(=O)O');
    expect([salt.difference?.differing.length, salt.difference?.atoms]).toEqual([3, 5]);
    expect(salt.isShaded).toBe(true);
    const [acid, methyl] = drawer.drawPair('CO', 'CF');
    expect(acid.difference?.differing).toEqual([0, 1]);
    for (const { isShaded, drawing } of [acid, methyl]) {
      expect(isShaded).toBe(false);
      expect(shadesOf(drawing.svg as string, 'fill')).toBe('');
    }
  });

  it('has no difference where one of the two is not drawn', () => {
    for (const other of ['C'.repeat(151), 'C'.repeat(2000), 'no structure', '']) {
      const [one, two] = drawer.drawPair('CCO', other);
      expect(one).toEqual({ drawing: drawer.draw('CCO'), difference: null, isShaded: false });
      expect(two.drawing).toEqual(drawer.draw(other));
      expect(two.drawing.svg).toBeNull();
    }
  });
});
