import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { Describer } from '../../src/chemistry/describe.js';
import * as descriptors from '../../src/chemistry/descriptors/properties.js';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { readProperties } from '../../src/chemistry/properties.js';
import { compileRDKit } from '../../src/chemistry/rdkit.js';
import type { Stage } from '../../src/chemistry/worker-progress.js';
import { Job } from '../../src/job.js';

vi.unmock('../../src/chemistry/pool.js');

vi.mock('../../src/chemistry/descriptors/properties.js', { spy: true });
const moleculeProperties = vi.mocked(descriptors.moleculeProperties);
const { PROPERTIES } = descriptors;
const WIDTH = PROPERTIES.length;

const fingerprint = parseFingerprint('morgan');
const pool = new ChemistryPool(fingerprint, { threads: 1 });
afterAll(() => pool.close());
afterEach(() => {
  moleculeProperties.mockReset();
});

const weights = (values: Float64Array | undefined) =>
  Array.from(values ?? []).filter((_, i) => i % WIDTH === 0);

describe('ChemistryPool', () => {
  it('finds out properties when asked, and none otherwise', async () => {
    const smiles = ['O', '(', 'CC(=O)N[C@@H](C)C(=O)O', '', '[2H]O'];
    const plain = await pool.describe(smiles);
    expect(plain.properties).toBe(undefined);
    for (const scaffolds of [false, true]) {
      const { properties, ...rest } = await pool.describe(smiles, undefined, {
        properties: true,
        scaffolds,
      });
      expect(properties).toHaveLength(smiles.length * WIDTH);
      expect(weights(properties)).toEqual([
        expect.closeTo(18.015, 6),
        Number.NaN,
        expect.closeTo(131.131, 6),
        Number.NaN,
        expect.closeTo(19.021101778, 6),
      ]);
      expect(properties?.subarray(WIDTH, 2 * WIDTH).every(Number.isNaN)).toBe(true);
      expect(properties?.subarray(2 * WIDTH, 3 * WIDTH).some(Number.isNaN)).toBe(false);
      expect({ ...rest, scaffolds: undefined }).toEqual(plain);
    }
    const none = await pool.describe([], undefined, { properties: true });
    expect(none.properties).toEqual(new Float64Array());
  });

  it('finds out the same ones on any number of threads, and whatever else is asked for', async () => {
    const rings = ['c1ccccc1', '[C@H](C)O', 'c1ccncc1', 'C1CCC1=O', '', '('];
    const smiles = Array.from(
      { length: 3300 },
      (_, i) => `${'C'.repeat((i % 19) + 1)}N${'C'.repeat((i % 7) + 1)}${rings[i % 6]}`,
    );
    const two = new ChemistryPool(fingerprint, { threads: 2 });
    try {
      const result = await two.describe(smiles, undefined, { properties: true });
      const alone = { canonical: false, fingerprints: false, properties: true };
      expect((await pool.describe(smiles, undefined, alone)).properties).toEqual(result.properties);
      expect(await readProperties(smiles, two, new Job())).toEqual(result.properties);
    } finally {
      await two.close();
    }
  });
});

describe('readProperties', () => {
  it('reads each text once, and gives a row to each', async () => {
    const advanced: number[] = [];
    const progress = { start() {}, finish() {}, advance: (n: number) => advanced.push(n) };
    const smiles = ['CCO', 'O', ' CCO', 'C(', 'CCO', 'O\t'];
    const values = await readProperties(smiles, pool, new Job({ progress }));
    expect(weights(values).map((w) => w.toFixed(2))).toEqual(
      '46.07 18.02 46.07 NaN 46.07 18.02'.split(' '),
    );
    expect(advanced.at(-1)).toBe(3);
    expect(await readProperties([], pool, new Job())).toEqual(new Float64Array());
  });
});

describe('properties that cannot be found out', () => {
  const smiles = ['CCO', 'Cc1ccccc1', 'C(', 'CC1CC1'];
  const run = async () => {
    const describer = new Describer(await compileRDKit(), fingerprint);
    const places: [number, Stage][] = [];
    const asked = { properties: true, scaffolds: true };
    const result = await describer.describe(smiles, (...place) => places.push(place), asked);
    return { ...result, places };
  };

  it('are NaN, and cost nothing but the scaffold', async () => {
    const expected = await run();
    moleculeProperties.mockReset();
    const original = (
      await vi.importActual<typeof descriptors>('../../src/chemistry/descriptors/properties.js')
    ).moleculeProperties;
    let calls = 0;
    moleculeProperties.mockImplementation((json, into) => {
      original(json, into);
      if (++calls === 2) throw new WebAssembly.RuntimeError('unreachable');
    });
    const result = await run();
    const properties = expected.properties?.slice().fill(Number.NaN, WIDTH, 2 * WIDTH);
    const scaffolds = ['', null, null, 'C1CC1'];
    const places = expected.places.filter(([i, stage]) => i !== 1 || stage !== 'scaffold');
    expect(result).toEqual({ ...expected, properties, scaffolds, places, failures: 1 });
  });

  it('are announced, each after its molecule and before its scaffold', async () => {
    const { places } = await run();
    const all = (i: number) => ['molecule', 'properties', 'scaffold'].map((stage) => [i, stage]);
    expect(places).toEqual([...all(0), ...all(1), [2, 'molecule'], ...all(3)]);
  });
});
