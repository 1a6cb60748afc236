import { afterEach, describe, expect, it, vi } from 'vitest';
import { Describer } from '../../../src/chemistry/describe.js';
import { parseFingerprint } from '../../../src/chemistry/fingerprint.js';
import { afterDeath } from '../../../src/chemistry/pool.js';
import { compileRDKit } from '../../../src/chemistry/rdkit.js';
import * as neutralizing from '../../../src/chemistry/standardize/neutralize.js';
import type { Stage } from '../../../src/chemistry/worker-progress.js';

vi.mock('../../../src/chemistry/standardize/neutralize.js', { spy: true });
const neutralize = vi.mocked(neutralizing.neutralize);
afterEach(() => {
  neutralize.mockReset();
});

const smiles = ['CC[O-]', 'CCCC[NH3+].Br', 'C(', 'CC(=O)[O-]', 'CCC'];
const level = 'tautomers' as const;

async function describeThem(forms: Parameters<Describer['describe']>[2]) {
  const describer = new Describer(await compileRDKit(), parseFingerprint('morgan'));
  const places: [number, Stage][] = [];
  const result = await describer.describe(smiles, (...place) => places.push(place), forms);
  return { ...result, places };
}

describe('a form that RDKit fails to make', () => {
  it('is missing with those after it, and costs nothing else', async () => {
    const expected = await describeThem({ forms: { level } });
    expect(expected.forms?.map(({ texts }) => texts[2])).toEqual([
      'CCO',
      'CCCCN',
      undefined,
      'CC(=O)O',
      'CCC',
    ]);
    neutralize.mockReset();
    const original = (
      await vi.importActual<typeof neutralizing>('../../../src/chemistry/standardize/neutralize.js')
    ).neutralize;
    let calls = 0;
    neutralize.mockImplementation((json) => {
      if (++calls === 2) throw new WebAssembly.RuntimeError('unreachable');
      return original(json);
    });
    const result = await describeThem({ forms: { level } });
    expect(result.forms?.[1]).toEqual({
      texts: ['Br.CCCC[NH3+]', 'CCCC[NH3+]'],
      inchiKey: '',
      problem: 'RDKit failed while standardizing it',
    });
    const others = [0, 2, 3, 4];
    expect(others.map((i) => result.forms?.[i])).toEqual(others.map((i) => expected.forms?.[i]));
    const { problems, canonical, words } = expected;
    expect(result).toMatchObject({ problems, canonical, words, failures: 1 });
  });

  it('keeps the form before where the new one is no molecule', async () => {
    neutralize.mockImplementation((json) => {
      const charged = JSON.parse(json).molecules[0].atoms.findIndex(
        (atom: object) => 'chg' in atom,
      );
      return new Map([[charged, { hydrogens: 7, charge: 0 }]]);
    });
    const result = await describeThem({ forms: { level } });
    expect(result.forms?.map(({ texts }) => texts[2])).toEqual([
      'CC[O-]',
      'CCCC[NH3+]',
      undefined,
      'CC(=O)[O-]',
      'CCC',
    ]);
    expect(result.forms?.map(({ problem }) => problem)).toEqual(smiles.map(() => null));
    expect(result.failures).toBe(0);
  });
});

describe('forms', () => {
  it('are not made unless asked for', async () => {
    const result = await describeThem({});
    expect(result.forms).toBe(undefined);
    expect(result.places).toEqual(smiles.map((_, i) => [i, 'molecule']));
  });

  it('are announced, and InChI after them', async () => {
    const { places } = await describeThem({ forms: { level } });
    expect(places).toEqual([
      ...[0, 1].flatMap((i) => [
        [i, 'molecule'],
        [i, 'forms'],
        [i, 'inchi'],
      ]),
      [2, 'molecule'],
      ...[3, 4].flatMap((i) => [
        [i, 'molecule'],
        [i, 'forms'],
        [i, 'inchi'],
      ]),
    ]);
    const without = await describeThem({ forms: { level: 'stereo' } });
    expect(without.places.filter(([, stage]) => stage === 'inchi')).toEqual([]);
    expect(without.forms?.[0].texts).toEqual(['CC[O-]', 'CC[O-]', 'CCO', 'CCO', 'CCO']);
  });

  it('have the form without stereo for a key where InChI must not be asked', async () => {
    const wanted = { level, inchiKey: true, inchi: false };
    const { forms, places } = await describeThem({ forms: wanted });
    expect(forms?.map(({ texts }) => texts[5])).toEqual([
      'CCO',
      'CCCCN',
      undefined,
      'CC(=O)O',
      'CCC',
    ]);
    expect(forms?.map(({ inchiKey }) => inchiKey)).toEqual(smiles.map(() => ''));
    expect(places.some(([, stage]) => stage === 'inchi')).toBe(false);
  });
});

describe('afterDeath', () => {
  const forms = { level, inchiKey: true };
  const batch = { start: 10, end: 13, scaffolds: false, properties: false, forms };

  it('gives up the forms alone where it was at the forms', () => {
    expect(afterDeath(batch, 1, 'forms')).toEqual([
      { ...batch, start: 12 },
      { ...batch, start: 11, end: 12, forms: undefined },
      { ...batch, end: 11 },
    ]);
  });

  it('gives up InChI alone where it was at InChI', () => {
    expect(afterDeath(batch, 0, 'inchi')).toEqual([
      { ...batch, start: 11 },
      { ...batch, end: 11, forms: { ...forms, inchi: false } },
    ]);
  });
});
