import { describe, expect, it } from 'vitest';
import { SHADE } from '../../../src/chemistry/plain-svg.js';
import { type StructurePair, Structures } from '../../../src/report/html/structures.js';
import { elementsOf } from './inert.js';

function pairOf(...smiles: readonly [string, string]): StructurePair {
  const [one, two] = smiles.map((text, k) => ({
    ...{ role: k === 0 ? 'test' : 'train', row: k + 1, id: null, smiles: text, values: [] },
  }));
  return { text: 'Similarity 0.50', sides: [one, two] };
}

/** The captions of the molecules of pairs, how many atoms of each are shaded, and what explains the shades. */
async function cardsOf(structures: Structures, ...pairs: StructurePair[]) {
  const markup = (await structures.pairs(pairs))?.markup.text ?? '';
  const sides = markup.split('<figure').slice(1);
  const shaded = sides.map((side) => {
    const group = new RegExp(`<g fill="${SHADE.fill}">(.*?)</g>`).exec(side)?.[1] ?? '';
    return group.match(/<ellipse/g)?.length ?? 0;
  });
  const captions = sides.map((side) => /[\w ]*\d atoms?[\w ()]*/.exec(side)?.[0] ?? null);
  const legends = elementsOf(markup).filter(({ attributes }) => attributes.class === 'note');
  return { shaded, captions, legends: legends.map(({ text }) => text) };
}

describe('pairs of structures', () => {
  it('have the atoms shaded by which they differ, and their number in words', async () => {
    const found = await cardsOf(
      new Structures(10),
      pairOf('Cc1ccccc1', 'Clc1ccccc1'),
      pairOf('Cc1ccc(O)cc1', 'Cc1ccccc1'),
      pairOf('C[C@H](N)C(=O)O', 'C[C@@H](N)C(=O)O'),
      pairOf('CCCCCCO', 'c1ccccc1'),
      pairOf('CCCCCCC', 'CCCCCCCC'),
    );
    expect(found.captions).toEqual([
      ...['2 of 7 atoms differ', '2 of 7 atoms differ'],
      ...['2 of 8 atoms differ', '3 of 7 atoms differ'],
      ...['1 of 6 atoms differs in configuration', '1 of 6 atoms differs in configuration'],
      ...['7 of 7 atoms differ (not shaded)', '6 of 6 atoms differ (not shaded)'],
      ...['none of 7 atoms differs', 'none of 8 atoms differs'],
    ]);
    expect(found.shaded).toEqual([2, 2, 2, 3, 1, 1, 0, 0, 0, 0]);
    expect(found.legends).toHaveLength(1);
    expect(found.legends[0]).toMatch(/^Shaded atoms differ: /);
  });

  it('explain the shades once in a chapter, above the first pair that differs', async () => {
    const structures = new Structures(20);
    const legendsOf = async (...smiles: readonly [string, string]) =>
      (await cardsOf(structures, pairOf(...smiles))).legends.length;
    expect(await legendsOf('CCO', 'OCC')).toBe(0);
    expect(await legendsOf('CCO', 'CCN')).toBe(1);
    expect(await legendsOf('CCO', 'CCN')).toBe(0);
    structures.share(1);
    expect(await legendsOf('CCO', 'CCN')).toBe(1);
  });

  it('say nothing of duplicates, and of molecules that are not drawn', async () => {
    const found = await cardsOf(
      new Structures(10),
      pairOf('Cc1ccccc1', 'c1ccccc1C'),
      pairOf('CCO', 'C'.repeat(200)),
    );
    expect(found.captions).toEqual([null, null, null, null]);
    expect(found.shaded).toEqual([0, 0, 0, 0]);
    expect(found.legends).toEqual([]);
  });
});
