import { describe, expect, it } from 'vitest';
import { Job } from '../../src/job.js';
import { audit } from '../../src/workflows/audit/index.js';
import { compareModels } from '../../src/workflows/compare/index.js';
import { score } from '../../src/workflows/score/index.js';
import { errorOf } from '../helpers.js';
import { DATA, Place } from './verify/made.js';

const task = () => new Job({ threads: 1 });

describe('a split that has changed since it was made', () => {
  it('is the first warning of score, compare and audit', async () => {
    const place = new Place(DATA.replace(/^(bad|open),.*\n/gm, ''));
    await place.split('s.csv', { method: 'random', fingerprint: 'maccs' });
    const lines = place.read('s.csv').split('\n');
    const n = lines.findIndex((line) => line.includes(',train,'));
    lines[n] = lines[n].replace(/,([\d.]+),train,/, ',77,train,');
    // A further note, which would come before it by the order of reading.
    place.write('s.csv', lines.map((line) => line.replaceAll(',', ';')).join('\n'));
    const test = lines.filter((line) => line.includes(',test,')).map((line) => line.split(',')[0]);
    const predictions = (add: number) =>
      `name,y_pred\n${test.map((id, i) => `${id},${i + add}\n`).join('')}`;
    const files = ['a.csv', 'b.csv'].map((name, i) => place.write(name, predictions(i / 3)));
    const split = place.at('s.csv');
    const options = { split, bootstrap: 100 };
    for (const { warnings } of [
      await score({ ...options, predictions: files[0] }, task()),
      await compareModels({ ...options, predictions: files }, task()),
      (await audit({ split }, task())).summary,
    ]) {
      expect(warnings[0]).toMatch(
        /s\.csv has changed since the split was made: column "y" differs .* Its settings are not used; to use them, give --bins 0,1\/3,2\/3,1 --fingerprint maccs /,
      );
      expect(warnings.length).toBeGreaterThan(1);
    }
  });
});

describe('an error of reading a split', () => {
  it('says that the split has changed, if it has', async () => {
    const place = new Place();
    await place.split('s.csv', { method: 'random', label: 'y' });
    place.write('s.csv', place.read('s.csv').replace(',y,', ',year,'));
    const error = await errorOf(() => score({ split: place.at('s.csv') }, task()));
    expect(error.message).toMatch(
      /^.*no label.*; \S+s\.csv has changed since the split was made: column "y" is missing/,
    );
  });
});

describe('a manifest', () => {
  it('lists the first invalid rows, and counts them all; the file has them all', async () => {
    const bad = Array.from({ length: 30 }, (_, i) => `bad-${i},not-${i},x,1\n`).join('');
    const good = Array.from({ length: 12 }, (_, i) => `m${i},${'C'.repeat(i + 1)}O,x,${i}\n`).join(
      '',
    );
    const place = new Place(`name,smiles,series,y\n${bad}${good}`);
    await place.split('s.csv', { method: 'random' });
    const { invalid, input } = JSON.parse(place.read('s.csv.manifest.json'));
    expect(input.invalid).toBe(30);
    expect(invalid.map(({ row }: { row: number }) => row)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    expect(place.read('s.csv').match(/,invalid,/g)).toHaveLength(30);
  });
});
