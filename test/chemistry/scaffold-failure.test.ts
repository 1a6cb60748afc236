import { afterEach, describe, expect, it, vi } from 'vitest';
import { Describer } from '../../src/chemistry/describe.js';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { afterDeath } from '../../src/chemistry/pool.js';
import { compileRDKit } from '../../src/chemistry/rdkit.js';
import * as scaffold from '../../src/chemistry/scaffold.js';
import { placeOf, readPlace, type Stage } from '../../src/chemistry/worker-progress.js';

vi.mock('../../src/chemistry/scaffold.js', { spy: true });
const murckoScaffold = vi.mocked(scaffold.murckoScaffold);
afterEach(() => {
  murckoScaffold.mockReset();
});

const smiles = ['CCO', 'Cc1ccccc1', 'C(', 'CC1CC1', 'CCC1CC1', 'c1cccc1'];

async function describeThem(scaffolds: boolean | undefined) {
  const describer = new Describer(await compileRDKit(), parseFingerprint('morgan'));
  const places: [number, Stage][] = [];
  const result = await describer.describe(smiles, (...place) => places.push(place), { scaffolds });
  return { ...result, places };
}

describe('a scaffold that RDKit fails to make', () => {
  it.each([
    [
      'with an exception',
      2,
      () => {
        throw new WebAssembly.RuntimeError('unreachable');
      },
    ],
    [
      'because the stack is full',
      2,
      () => {
        throw new RangeError('Maximum call stack size exceeded');
      },
    ],
    [
      'with a refusal that it logs',
      0,
      (rdkit: Parameters<typeof scaffold.murckoScaffold>[0]) => {
        rdkit.get_mol('C1(');
        return null;
      },
    ],
  ])('%s is null, and costs nothing else', async (_, failures, fail) => {
    const { places: _places, ...expected } = await describeThem(true);
    expect(expected.scaffolds).toEqual(['', 'c1ccccc1', null, 'C1CC1', 'C1CC1', null]);
    murckoScaffold.mockReset();
    let calls = 0;
    const original = (await vi.importActual<typeof scaffold>('../../src/chemistry/scaffold.js'))
      .murckoScaffold;
    murckoScaffold.mockImplementation((rdkit, mol, memo) =>
      ++calls === 2 || calls === 4 ? fail(rdkit) : original(rdkit, mol, memo),
    );
    const { places: _after, ...result } = await describeThem(true);
    expect(result).toEqual({
      ...expected,
      failures,
      scaffolds: ['', null, null, 'C1CC1', null, null],
    });
  });
});

describe('scaffolds', () => {
  it('are not made unless asked for', async () => {
    for (const scaffolds of [false, undefined]) {
      const { scaffolds: made, places } = await describeThem(scaffolds);
      expect(made).toBe(undefined);
      expect(places).toEqual(smiles.map((_, i) => [i, 'molecule']));
      expect(murckoScaffold).not.toHaveBeenCalled();
    }
  });

  it('are announced, each after its molecule', async () => {
    const { places } = await describeThem(true);
    expect(places).toEqual([
      ...[0, 1].flatMap((i) => [
        [i, 'molecule'],
        [i, 'scaffold'],
      ]),
      [2, 'molecule'],
      ...[3, 4].flatMap((i) => [
        [i, 'molecule'],
        [i, 'scaffold'],
      ]),
      [5, 'molecule'],
    ]);
  });
});

describe('placeOf', () => {
  it('is undone by readPlace', () => {
    for (let position = 0; position < 300; position++) {
      for (const stage of ['molecule', 'properties', 'scaffold', 'forms', 'inchi'] as const) {
        expect(readPlace(placeOf(position, stage))).toEqual({ position, stage });
      }
    }
  });
});

describe('afterDeath', () => {
  const asked = { scaffolds: true, properties: true };
  const batch = { start: 100, end: 110, ...asked };

  it('gives up the molecule that was read, and nothing else', () => {
    expect(afterDeath(batch, 4, 'molecule')).toEqual([
      { start: 105, end: 110, ...asked },
      { start: 100, end: 104, ...asked },
    ]);
    expect(afterDeath({ ...batch, end: 101 }, 0, 'molecule')).toEqual([]);
  });

  it('gives up the scaffold alone where it was at the scaffold', () => {
    expect(afterDeath(batch, 4, 'scaffold')).toEqual([
      { start: 105, end: 110, ...asked },
      { start: 104, end: 105, ...asked, scaffolds: false },
      { start: 100, end: 104, ...asked },
    ]);
    expect(afterDeath(batch, 0, 'scaffold')).toEqual([
      { start: 101, end: 110, ...asked },
      { start: 100, end: 101, ...asked, scaffolds: false },
    ]);
  });

  it('gives up the properties alone where it was at the properties', () => {
    expect(afterDeath(batch, 9, 'properties')).toEqual([
      { start: 109, end: 110, ...asked, properties: false },
      { start: 100, end: 109, ...asked },
    ]);
  });
});
