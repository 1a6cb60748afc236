import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Registry } from '../../../src/dataset/named/registry.js';
import type { DatasetFamily, NamedDataset } from '../../../src/dataset/named/types.js';
import { metrics } from '../../../src/metrics/registry.js';
import { splitters } from '../../../src/splitters/registry.js';
import { readTable } from '../../../src/tables/read.js';
import { hasShared, sharedJson, sharedPath } from '../../shared.js';

const datasets = fileURLToPath(new URL('../../../datasets/', import.meta.url));
const folder = join(datasets, 'registry');
const files = readdirSync(folder).sort();
const families = files.map(
  (file): DatasetFamily => JSON.parse(readFileSync(join(folder, file), 'utf8')),
);

const registry = new Registry(families);
const all = registry.datasets;
const named = (name: string) => registry.get(name);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const columnsOf = ({ columns }: NamedDataset) => [
  columns.smiles,
  ...[columns.id, columns.target, columns.sequence, columns.time].filter((c) => c !== undefined),
  ...columns.labels,
  ...(columns.ignore ?? []),
];

describe('the registry', () => {
  it('has at least 250 files in at most 12 families, in less than 300 kB', () => {
    expect(all.length).toBeGreaterThanOrEqual(250);
    expect(families.length).toBeLessThanOrEqual(12);
    const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    expect(bytes).toBeLessThan(300_000);
    expect(families.map(({ family }) => `${family}.json`)).toEqual(files);
  });

  it('has a data set on each line', () => {
    for (const [i, family] of families.entries()) {
      const lines = readFileSync(join(folder, files[i]), 'utf8').split('\n');
      const shown = lines.filter((line) => line.startsWith('    {"name":'));
      expect(shown).toHaveLength(family.datasets.length);
    }
  });

  it('has names that are unique and well formed', () => {
    const names = families.flatMap((family) => family.datasets.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
    expect(all).toHaveLength(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9.-]{0,79}$/);
    const suites = families.flatMap(({ suites = {} }) => Object.keys(suites));
    expect(new Set(suites).size).toBe(suites.length);
    for (const suite of suites) expect(names).not.toContain(suite);
  });

  it.each(all)('says what $name is, under which license and how to cite it', (one) => {
    for (const text of [one.summary, one.license, one.citation]) {
      expect(text).toMatch(/^\S[^\r\n]*\S$/);
    }
    expect(one.license).toMatch(/^(unknown|[A-Z][A-Za-z]*-?[A-Z0-9.-]*)$/);
    for (const fault of one.faults ?? []) expect(fault).toMatch(/^\S[^\r\n]*\.$/);
    for (const tag of one.tags ?? []) expect(tag).toMatch(/\S/);
  });

  it.each(all)('says where $name comes from and how it is checked', (one) => {
    if (one.bundled !== undefined) {
      expect(readdirSync(datasets)).toContain(one.bundled);
      expect(one.urls).toBeUndefined();
      return;
    }
    expect(one.urls?.length).toBeGreaterThan(0);
    for (const url of one.urls ?? []) {
      expect(new URL(url).protocol).toBe('https:');
      expect(url).not.toMatch(/[{}]/);
      // What lies in git is named by its commit, which cannot change.
      if (url.startsWith('https://raw.githubusercontent.com/')) {
        expect(url).toMatch(/^https:\/\/[^/]+\/[^/]+\/[^/]+\/[0-9a-f]{40}\//);
        if (one.name !== 'zinc250k') expect(one.sha256).toMatch(/^[0-9a-f]{64}$/);
      }
    }
    expect(one.sha256 ?? null).toSatisfy((s) => s === null || /^[0-9a-f]{64}$/.test(s));
    expect(one.md5 ?? null).toSatisfy((s) => s === null || /^[0-9a-f]{32}$/.test(s));
    if (one.sha256) expect(one.bytes).toBeGreaterThan(0);
    expect(one.bytes).not.toBeUndefined();
  });

  it.each(all)('names columns, metric and split of $name that can be', (one) => {
    const columns = columnsOf(one);
    expect(new Set(columns).size).toBe(columns.length);
    if (one.header === false) for (const column of columns) expect(column).toMatch(/^[1-9]\d*$/);
    if (one.columns.labels.length === 0) expect(one.task).toBeNull();
    else expect(['regression', 'classification']).toContain(one.task);
    if (one.positive !== undefined) expect(one.task).toBe('classification');
    if (one.metric) {
      const metric = metrics.find(({ name }) => name === one.metric);
      expect(metric?.name).toBe(one.metric);
    }
    if (!one.split) return;
    if ('method' in one.split) {
      expect(splitters.map(({ name }) => name)).toContain(one.split.method);
      const sum = (one.split.fractions ?? [1]).reduce((total, share) => total + share, 0);
      expect(sum).toBeCloseTo(1, 12);
    } else if ('part' in one.split) {
      const { part } = one.split;
      expect(one.split.with.length).toBeGreaterThan(0);
      for (const name of one.split.with) {
        const other = named(name).split;
        expect(other).toMatchObject({ with: expect.arrayContaining([one.name]) });
        expect(other).not.toMatchObject({ part });
        expect(named(name).columns).toEqual(one.columns);
        expect(named(name).unit).toBe(one.unit);
      }
    }
  });

  it('names data sets that exist in its suites, each once', () => {
    const suites = families.flatMap(({ suites = {} }) => Object.entries(suites));
    for (const [name, { summary, datasets: members }] of suites) {
      expect(summary, name).toMatch(/\S/);
      expect(new Set(members).size, name).toBe(members.length);
      for (const member of members) expect(named(member).name).toBe(member);
    }
    const sizes = Object.fromEntries(suites.map(([name, suite]) => [name, suite.datasets.length]));
    expect(sizes).toMatchObject({
      sae: 4,
      moleculeace: 30,
      simpd: 99,
      'lohi-hi': 24,
      'lohi-lo': 18,
      'tdc-admet': 44,
      'tdc-admet-test': 22,
    });
  });

  it('finds the kinases by their tag', () => {
    const kinases = all.filter(({ tags = [] }) => tags.includes('kinase')).map(({ name }) => name);
    expect(kinases).toEqual(
      expect.arrayContaining(['sae-egfr', 'moleculeace-chembl2971-ki', 'simpd-chembl1862-1']),
    );
    expect(kinases).not.toContain('moleculeace-chembl204-ki');
  });
});

/** The list of published files: repository, commit, path, bytes, lines, MD5, SHA-256. */
function publishedFiles() {
  return readFileSync(sharedPath('reference/dataset_checksums.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [repository, commit, path, bytes, , md5, checksum] = line.split('\t');
      const url = `https://raw.githubusercontent.com/${repository}/${commit}/${path}`;
      return { url, bytes: Number(bytes), md5, sha256: checksum };
    });
}

describe.skipIf(!hasShared)('the registry and the files that others publish', () => {
  it('covers every file of the list of checksums, with its address, size and checksum', () => {
    const published = publishedFiles();
    expect(published).toHaveLength(187);
    for (const file of published) {
      const found = all.filter(({ urls }) => urls?.includes(file.url));
      expect(found.length, file.url).toBeGreaterThanOrEqual(1);
      for (const one of found) {
        expect(one).toMatchObject({ bytes: file.bytes, sha256: file.sha256 });
        if (one.md5) expect(one.md5).toBe(file.md5);
      }
    }
  });

  it('covers every task of TDC, by file id, with the metric and split of its leaderboard', () => {
    interface Task {
      readonly file_id: number;
      readonly format: string;
      readonly leaderboard_metric?: string;
      readonly leaderboard_split?: string;
    }
    const { datasets: tasks } = sharedJson<{ datasets: Record<string, Task> }>(
      'reference/tdc_datasets.json',
    );
    const names = { 'roc-auc': 'roc_auc', 'pr-auc': 'average_precision' } as Record<string, string>;
    expect(Object.keys(tasks)).toHaveLength(56);
    for (const [name, task] of Object.entries(tasks)) {
      const slug = `tdc-${name.replaceAll('_', '-')}`;
      const one = named(slug);
      expect(one.urls).toEqual([
        `https://dataverse.harvard.edu/api/access/datafile/${task.file_id}`,
      ]);
      expect(one.file).toBe(`${name}.${task.format}`);
      const { leaderboard_metric: metric } = task;
      if (!metric) continue;
      const wanted = names[metric] ?? metric;
      expect(one.metric, name).toBe(wanted);
      expect(one.split, name).toMatchObject({ method: task.leaderboard_split });
      for (const part of ['train-val', 'test']) {
        const group = named(`${slug.replace('tdc-', 'tdc-admet-')}-${part}`);
        expect(group).toMatchObject({ metric: wanted, unit: one.unit, task: one.task });
        expect(group.member).toBe(`admet_group/${name}/${part.replace('-', '_')}.csv`);
      }
    }
  });

  const atHand = [
    ['IC50_EGFR.csv', 'sae-egfr'],
    ['IC50_EGFR_published_train.csv', 'sae-egfr-train'],
    ['IC50_EGFR_published_test.csv', 'sae-egfr-test'],
    ['Ki_Carbonic_anhydrase_I.csv', 'sae-carbonic-anhydrase-1'],
    ['biogen_logS.csv', 'biogen-solubility'],
    ['drd2_hi.csv', 'lohi-drd2-hi'],
    ['CHEMBL217_simpd.csv', 'simpd-chembl217-1'],
    ['CHEMBL204_Ki_cliffs.csv', 'moleculeace-chembl204-ki'],
    ['HIV.csv.gz', 'deepchem-hiv'],
    ['delaney-processed.csv', 'esol'],
    ['ADME_public_set_3521.csv', 'biogen-adme'],
    ['B3DB_classification.tsv', 'b3db-classification'],
  ] as const;

  it.each(atHand)('describes %s as %s: checksum, size, rows and columns', async (file, name) => {
    const path = sharedPath(`datasets/${file}`);
    const one = named(name);
    const packed = readFileSync(path);
    const bytes = file.endsWith('.gz') ? gunzipSync(packed) : packed;
    expect(sha256(bytes)).toBe(one.sha256);
    expect(bytes.length).toBe(one.bytes);
    const header = one.header ?? true;
    const table = await readTable(path, { header, structures: async () => [] });
    expect(table.rows.length).toBe(one.rows);
    const known = header ? table.columns : table.columns.map((_, i) => String(i + 1));
    for (const column of columnsOf(one)) expect(known).toContain(column);
    // A label is in some rows, and a number where the task says so.
    for (const label of one.columns.labels) {
      const at = known.indexOf(label);
      const cells = table.rows.map((row) => row[at]).filter((cell) => cell !== '');
      expect(cells.length).toBeGreaterThan(0);
      const kinds = new Set(cells);
      if (one.task === 'regression') for (const cell of kinds) expect(Number(cell)).not.toBeNaN();
      else expect(kinds.size).toBe(2);
      if (one.positive !== undefined) expect(kinds).toContain(one.positive);
    }
    if (one.split && 'column' in one.split) {
      const at = known.indexOf(one.split.column);
      expect(new Set(table.rows.map((row) => row[at]))).toEqual(new Set(['train', 'test']));
    }
  });

  it('takes the label of MoleculeACE on the p scale: 9 above the other, from the same nM', async () => {
    const path = sharedPath('datasets/CHEMBL204_Ki_cliffs.csv');
    const { columns, rows } = await readTable(path, { structures: async () => [] });
    const { labels, ignore = [] } = named('moleculeace-chembl204-ki').columns;
    const value = (row: string[], name: string) => Number(row[columns.indexOf(name)]);
    for (const row of rows) {
      expect(value(row, labels[0])).toBeCloseTo(9 - Math.log10(value(row, ignore[0])), 9);
      expect(value(row, labels[0])).toBeCloseTo(9 + value(row, ignore[1]), 9);
    }
  });
});
