import { beforeAll, describe, expect, it } from 'vitest';
import { DRAWING, type Drawer, startDrawer } from '../../src/chemistry/drawings.js';
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
