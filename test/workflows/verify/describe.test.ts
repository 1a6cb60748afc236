import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { audit } from '../../../src/workflows/audit/index.js';
import { score } from '../../../src/workflows/score/index.js';
import { describeSplit } from '../../../src/workflows/verify/describe.js';
import { edgesIn, Similarity } from '../../cli/recompute.js';
import { errorOf } from '../../helpers.js';
import { binOf } from '../../oracle/brute-force.js';
import { csv, madeRows } from '../score/made.js';
import { failuresOf, Place } from './made.js';

const task = () => new Job({ threads: 1 });
const rows = madeRows(60, 9).map((row, i) => ({ ...row, part: i % 4 === 0 ? 'Test' : 'train' }));
const PUBLISHED = csv(rows, {
  compound: (row) => row.smiles,
  pIC50: (row) => row.y,
  part: (row) => row.part,
});
const BINS = '0,0.5,0.75,1';
const GIVEN = {
  bins: BINS,
  smiles: 'compound',
  label: 'pIC50',
  splitColumn: 'part',
};

/** Test molecules of each bin, by RDKit and brute force. */
async function histogram(): Promise<number[]> {
  const similarity = await Similarity.of(rows.map(({ smiles }) => smiles));
  const train = rows.filter(({ part }) => part === 'train').map(({ smiles }) => smiles);
  const edges = edgesIn(BINS);
  const counts = edges.slice(1).map(() => 0);
  for (const { part, smiles } of rows) {
    if (part === 'Test') counts[binOf(similarity.max(smiles, train), edges)]++;
  }
  return counts;
}

describe('a split that was made elsewhere', () => {
  it('is described as it is, and can then be verified', async () => {
    const place = new Place();
    const path = place.write('published.csv', PUBLISHED);
    const summary = await describeSplit({ path, ...GIVEN }, task());
    expect(summary.sizes).toEqual({ train: 45, valid: 0, test: 15, discarded: 0, invalid: 0 });
    expect(summary.similarity.achieved).toEqual(await histogram());
    const labels = rows.filter(({ part }) => part === 'Test').map(({ y }) => y);
    expect(summary.labels?.test.mean).toBeCloseTo(labels.reduce((a, b) => a + b, 0) / 15, 12);
    expect(JSON.parse(place.read('published.csv.manifest.json'))).toMatchObject({
      manifest: 1,
      command: 'split',
      method: 'described',
      input: null,
      parameters: { bins: BINS, smiles: 'compound', label: 'pIC50', 'split-column': 'part' },
    });
    place.write('published.csv', PUBLISHED.replaceAll('\n', '\r\n'));
    const [one] = (await place.verify('published.csv')).manifests;
    expect([failuresOf(one), one.repeated]).toEqual([[], false]);
    expect(one.not_repeated).toBe('it was made by another tool');
    place.write('published.csv', PUBLISHED.replace(',train', ',Test'));
    const changed = await place.verify('published.csv');
    expect(failuresOf(changed.manifests[0])[0]).toBe(
      'checksum published.csv: column "part" differs',
    );
    expect(changed.exit_code).toBe(1);
  });

  it('gives its settings to score and audit', async () => {
    const place = new Place();
    const path = place.write('published.csv', PUBLISHED);
    await describeSplit({ path, ...GIVEN, fingerprint: 'maccs' }, task());
    const scored = await score({ split: path, bootstrap: 0 }, task());
    expect(scored.parameters).toMatchObject({ bins: BINS, fingerprint: 'maccs', label: 'pIC50' });
    const { summary } = await audit({ split: path }, task());
    expect(summary.parameters).toMatchObject({ bins: BINS, fingerprint: 'maccs' });
  });

  it('may be a folder, and may have test molecules in training', async () => {
    const place = new Place();
    mkdirSync(place.at('tdc'));
    place.write('tdc/train.csv', 'Drug,Y\nCCO,1\nCCN,2\nCCCC,3\nbad,1\n');
    place.write('tdc/test.csv', 'Drug,Y\nCCO,1\nCCCN,4\n');
    const { sizes, warnings } = await describeSplit({ path: place.at('tdc') }, task());
    expect(sizes).toEqual({ train: 3, valid: 0, test: 2, discarded: 0, invalid: 1 });
    expect(warnings.join('\n')).toContain('1 test molecule is also in the training set');
    const [one] = (await place.verify('tdc')).manifests;
    expect(failuresOf(one)).toEqual([]);
  });

  it('keeps a manifest that is there, unless told otherwise', async () => {
    const place = new Place();
    const path = place.write('published.csv', PUBLISHED);
    await describeSplit({ path, ...GIVEN }, task());
    const error = await errorOf(() => describeSplit({ path, ...GIVEN }, task()));
    expect(error.message).toMatch(/published\.csv\.manifest\.json exists; .* --force$/);
    const again = await describeSplit({ path, ...GIVEN, bins: '0,1', force: true }, task());
    expect(again.similarity.achieved).toEqual([15]);
  });

  it('is refused where it is no split', async () => {
    const place = new Place();
    const path = place.write('one.csv', 'smiles,split\nCC,train\nCCO,train\n');
    expect((await errorOf(() => describeSplit({ path }, task()))).message).toMatch(
      'one.csv: no row in test has a valid structure',
    );
    mkdirSync(place.at('empty'));
    const folder = await errorOf(() => describeSplit({ path: place.at('empty') }, task()));
    expect(folder.message).toMatch(/the folder needs exactly one train\.csv/);
    const none = await errorOf(() => describeSplit({ path: place.at('none.csv') }, task()));
    expect(none.message).toMatch(/does not exist/);
  });
});
