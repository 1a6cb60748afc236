import { copyFileSync, mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findManifest } from '../../../src/dataset/manifest/find.js';
import { readCells } from '../../../src/dataset/manifest/known-table.js';
import { cellChecksums } from '../../../src/tables/cells.js';
import { TIMED_OUT } from '../../../src/workflows/split/messages.js';
import type { SplitOptions } from '../../../src/workflows/split/types.js';
import { errorOf } from '../../helpers.js';
import { DATA, type Editable, MACCS, Place, verified } from './made.js';

describe('a split that is as it was made', () => {
  it.each<[string, Partial<SplitOptions>]>([
    ['sae', { methodOptions: { effort: '0.1' } }],
    [
      'sae, with a range and validation',
      { valid: '0.1', methodOptions: { distribution: 'range:0.2-0.7', effort: '0.1' } },
    ],
    ['sae, even labels', { methodOptions: { 'balance-label': 'true', effort: '0.1' } }],
    ['random, another fingerprint and bins', { method: 'random', ...MACCS, seed: 7 }],
    ['random, groups', { method: 'random', group: 'series' }],
    ['random, counting records', { method: 'random', count: 'records' }],
    ['random, invalid rows dropped', { method: 'random', onInvalid: 'drop' }],
    ['random, standardized', { method: 'random', standardize: 'charges' }],
    [
      'random, columns that were named',
      { method: 'random', id: 'series', label: 'y', smiles: 'smiles' },
    ],
    ['scaffold', { method: 'scaffold' }],
    [
      'scaffold, generic, at random',
      { method: 'scaffold', seed: 2, methodOptions: { scaffold: 'generic', balanced: 'true' } },
    ],
    [
      'components',
      { method: 'components', methodOptions: { threshold: '0.6', 'max-discard': '0.2' } },
    ],
    ['butina', { method: 'butina', valid: '10%' }],
    ['a column of numbers', { method: 'property', methodOptions: { property: 'y' } }],
  ])('is verified and made again: %s', async (_, options) => {
    const place = new Place();
    await place.split('s.csv', options);
    const { summary, failures, one } = await verified(place);
    expect(failures).toEqual([]);
    expect(summary).toMatchObject({ verdict: 'verified', repeated: true, exit_code: 0 });
    expect(one.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });

  it.each<[string, string, Partial<SplitOptions>]>([
    ['a folder', 'out/', { method: 'random', valid: '0.1' }],
    ['folds in a file', 's.csv', { folds: 3, methodOptions: { effort: '0.1' } }],
    ['folds of a size', 's.csv', { folds: 3, test: '0.2', method: 'random' }],
    [
      'folds that leave molecules out',
      's.csv',
      { folds: 2, method: 'components', methodOptions: { threshold: '0.6', 'max-discard': '0.3' } },
    ],
    ['folds in folders', 'out/', { folds: 3, method: 'random' }],
    ['repeats', 's.csv', { repeats: 3, method: 'random', seed: 4 }],
    ['repeats of sae', 's.csv', { repeats: 2, methodOptions: { effort: '0.1' } }],
    ['repeats in folders', 'out/', { repeats: 2, method: 'random' }],
    ['a fold for each group', 's.csv', { method: 'leave-one-group-out', group: 'series' }],
  ])('is verified and made again: %s', async (_, output, options) => {
    const place = new Place();
    await place.split(output, options);
    const manifest = `${output.replace('/', '')}.manifest.json`;
    const { summary, failures } = await verified(place, manifest);
    expect(failures).toEqual([]);
    expect(summary).toMatchObject({ verdict: 'verified', repeated: true });
    const own = findManifest(place.at(manifest)).files;
    expect(summary.manifests[0].checks.filter(({ kind }) => kind === 'repeat')).toHaveLength(
      own.length + 1,
    );
  });

  it('is verified where it is one of several', async () => {
    const place = new Place();
    await place.split('s.csv', { repeats: 3, method: 'random', seed: 4 });
    expect((await verified(place, 's.repeat-2.csv')).summary.repeated).toBe(true);
    await place.split('cv/', { folds: 3, method: 'random' });
    expect((await verified(place, 'cv/fold-1')).summary.repeated).toBe(true);
    expect((await verified(place, 'cv/fold-1/test.csv')).summary.repeated).toBe(true);
  });

  it.each([
    [
      'a header and ids',
      'name,structure,pIC50\n',
      'label',
      (i: number) => `m${i},${'C'.repeat(i + 1)}O,${i}`,
    ],
    ['no header', '', undefined, (i: number) => `${'C'.repeat(i + 1)}O,${i * 2}`],
    ['semicolons', 'id;smiles;y\n', undefined, (i: number) => `m${i};${'C'.repeat(i + 1)}O;${i}`],
  ])('is made again from a table with %s', async (_, header, __, row) => {
    const rows = Array.from({ length: 20 }, (_, i) => `${row(i)}\n`).join('');
    const place = new Place(`${header}${rows}`);
    await place.split('s.csv', { method: 'random' });
    for (const text of [place.read('data.csv'), place.read('data.csv').replaceAll('\n', '\r\n')]) {
      place.write('data.csv', text);
      const { failures, summary } = await verified(place);
      expect([failures, summary.repeated]).toEqual([[], true]);
    }
  });

  it('is made again with the library that it mimics', async () => {
    const place = new Place();
    const library = place.write('library.csv', 'smiles\nCCCCO\nc1ccccc1O\nCCN\n');
    const histogram = place.write('bins.csv', '0-0.5,3\n0.5-1,1\n');
    for (const file of [library, histogram]) {
      await place.split('s.csv', {
        methodOptions: { distribution: `mimic:${file}`, effort: '0.1' },
      });
      expect((await verified(place)).summary.repeated).toBe(true);
    }
    place.write('bins.csv', '0-0.5,1\n0.5-1,1\n');
    const { one } = await verified(place);
    expect(one.not_repeated).toMatch(/bins\.csv has changed: /);
  });

  it('is found from the folder of the manifest and those above it', async () => {
    const place = new Place();
    mkdirSync(place.at('splits'));
    await place.split('splits/s.csv', { method: 'random' });
    place.editManifest('splits/s.csv.manifest.json', (manifest) => {
      Object.assign(manifest.input, { path: 'data.csv' });
    });
    expect((await verified(place, 'splits/s.csv')).summary.repeated).toBe(true);
    for (const ending of ['', '.manifest.json']) {
      copyFileSync(place.at(`splits/s.csv${ending}`), place.at(`renamed.csv${ending}`));
    }
    expect((await verified(place, 'renamed.csv')).summary.repeated).toBe(true);
  });
});

/** The text with its `n`-th row (the header is 0) changed cell by cell. */
function withRow(text: string, find: RegExp, edit: (cells: string[]) => string[]): string {
  const lines = text.split('\n');
  const n = lines.findIndex((line, i) => i > 0 && find.test(line));
  lines[n] = edit(lines[n].split(',')).join(',');
  return lines.join('\n');
}

const setCell = (c: number, edit: (cell: string) => string) => (cells: string[]) =>
  cells.map((cell, i) => (i === c ? edit(cell) : cell));
// name, smiles, series, y, split, fold, max_similarity, nearest_train, reason
const test = /,test,/;
const train = /,train,/;
const swap = (text: string, a: RegExp, b: RegExp) => {
  const lines = text.split('\n');
  const [i, j] = [a, b].map((find) => lines.findIndex((line) => find.test(line)));
  [lines[i], lines[j]] = [lines[j], lines[i]];
  return lines.join('\n');
};

/** What may happen to the file of a split, and what is then found: by checksum, and when made again. */
const TAMPERED: readonly [string, (text: string) => string, RegExp, RegExp][] = [
  [
    'a flipped byte in a name',
    (t) =>
      withRow(
        t,
        test,
        setCell(0, (c) => `${c.slice(0, -1)}x`),
      ),
    /column "name" differs/,
    /column "name"/,
  ],
  [
    'a flipped byte in a structure',
    (t) => t.replace(',CC(=O)NC,', ',CC(=O)NO,').replace('c1ccc(', 'c1cnc('),
    /column "smiles" differs/,
    /column "smiles"/,
  ],
  [
    'a changed label',
    (t) =>
      withRow(
        t,
        train,
        setCell(3, (c) => String(Number(c) + 1)),
      ),
    /column "y" differs/,
    /repeat s\.csv: row 1 \(line 2\), column "y": "3\.875", but "2\.875" when repeated/,
  ],
  [
    'a changed similarity',
    (t) =>
      withRow(
        t,
        test,
        setCell(6, () => '0.123'),
      ),
    /column "max_similarity" differs/,
    /column "max_similarity": "0.123"/,
  ],
  [
    'another nearest neighbor',
    (t) =>
      withRow(
        t,
        test,
        setCell(7, () => 'm0'),
      ),
    /column "nearest_train" differs/,
    /column "nearest_train": "m0"/,
  ],
  [
    'a training molecule in test',
    (t) =>
      withRow(
        t,
        train,
        setCell(4, () => 'test'),
      ),
    /column "split" differs/,
    /repeat s\.csv: row 1 \(line 2\), column "split": "test", but "train" when repeated/,
  ],
  [
    'a test molecule in training',
    (t) =>
      withRow(t, test, (cells) =>
        setCell(4, () => 'train')(cells).map((c, i) => (i === 6 || i === 7 ? '' : c)),
      ),
    /columns "split", "max_similarity" and "nearest_train" differ/,
    /repeat s\.csv: row 8 \(line 9\), column "split": "train", but "test" when repeated/,
  ],
  ['a moved row', (t) => swap(t, train, test), /differ/, /row \d+ \(line \d+\), column "name"/],
  [
    'a row less',
    (t) =>
      t
        .split('\n')
        .filter((_, i) => i !== 5)
        .join('\n'),
    /it has 97 rows, and had 98/,
    /row 5/,
  ],
  [
    'a row more',
    (t) => `${t}${t.split('\n')[5]}\n`,
    /it has 99 rows, and had 98/,
    /repeat s\.csv: 99 rows, but 98 when repeated/,
  ],
  [
    'a renamed column',
    (t) => t.replace(',y,', ',label,'),
    /column "y" is missing/,
    /column "y" is missing/,
  ],
];

describe('a split that was changed', () => {
  it.each(TAMPERED)(
    'is found by its checksum and made again: %s',
    async (_, tamper, sum, again) => {
      const place = new Place();
      await place.split('s.csv', { method: 'random' });
      const text = place.read('s.csv');
      expect(tamper(text)).not.toBe(text);
      place.write('s.csv', tamper(text));
      const { summary, failures } = await verified(place);
      expect(summary).toMatchObject({ verdict: 'failed', repeated: false, exit_code: 1 });
      expect(failures[0]).toMatch(/^checksum s\.csv: /);
      expect(failures[0]).toMatch(sum);
      expect(failures.filter((line) => line.startsWith('repeat s.csv'))).toHaveLength(1);
      expect(failures.find((line) => line.startsWith('repeat'))).toMatch(again);
    },
  );

  /** What the structures alone show, where neither checksums nor the input help. */
  it.each<[string, RegExp]>([
    [
      'a changed similarity',
      /^columns s\.csv: row \d+ \(line \d+\): max_similarity is 0.123, but 0.\d+ recomputed with morgan/,
    ],
    [
      'another nearest neighbor',
      /^columns s\.csv: row .*: nearest_train is m0, but m\d+ recomputed/,
    ],
    [
      'a training molecule in test',
      /^promises s\.csv: each molecule in one set: row \d+ .* is in train, and row \d+ .* in test/,
    ],
    [
      'a test molecule in training',
      /^sizes s\.csv: 73 molecules in train, but the manifest says 72/,
    ],
    ['a row less', /^sizes s\.csv: /],
    ['a row more', /^sizes s\.csv: \d+ rows in \w+, but the manifest says/],
  ])('is found without checksums and input: %s', async (name, found) => {
    const place = new Place();
    await place.split('s.csv', { method: 'random' });
    const [, tamper] = TAMPERED.find(([own]) => own === name) as (typeof TAMPERED)[number];
    place.write('s.csv', tamper(place.read('s.csv')));
    await forge(place, 's.csv');
    place.remove('data.csv');
    const { failures, summary } = await verified(place);
    expect(summary.exit_code).toBe(1);
    expect(failures.join('\n')).toMatch(new RegExp(found.source, 'm'));
  });

  it('is found where a copy of a training molecule crept into test', async () => {
    const place = new Place();
    await place.split('s.csv', { method: 'random' });
    const lines = place.read('s.csv').split('\n');
    const [name, smiles, series, y] = (lines.find((line) => train.test(line)) as string).split(',');
    // In the place of a test row, so that the number of rows is the same.
    const n = lines.findIndex((line) => test.test(line));
    lines[n] = [name, smiles, series, y, 'test', '', '1', name, ''].join(',');
    place.write('s.csv', lines.join('\n'));
    await forge(place, 's.csv');
    place.remove('data.csv');
    expect((await verified(place)).failures.join('\n')).toMatch(
      /promises s\.csv: each molecule in one set: row \d+ \(line \d+\) \(\S+\) is in \w+, and row \d+ \(line \d+\) in \w+/,
    );
  });

  it.each<[string, Partial<SplitOptions>, RegExp]>([
    [
      'scaffolds',
      { method: 'scaffold' },
      /^promises s\.csv: scaffolds undivided: row \d+ \(line \d+\) \(\S+\) is in \w+, and row \d+ \(line \d+\) in \w+$/m,
    ],
    [
      'groups',
      { method: 'random', group: 'series' },
      /^promises s\.csv: groups of "series" undivided: row \d+ .* is in \w+, and row \d+ .* in \w+$/m,
    ],
    [
      'a similarity that no pair reaches',
      { method: 'components', methodOptions: { threshold: '0.7' } },
      /^promises s\.csv: no pair across subsets with similarity ≥ 0\.7: row .* and row .* have a similarity of (0\.[7-9]\d*|1\.000)$/m,
    ],
  ])('is found by what the method promises: %s', async (_, options, found) => {
    // Each molecule once.
    const place = new Place(DATA.replace(/^(bad|open|.*-again),.*\n/gm, ''));
    await place.split('s.csv', options);
    const text = place.read('s.csv');
    place.write(
      's.csv',
      withRow(
        text,
        train,
        setCell(4, () => 'test'),
      ),
    );
    await forge(place, 's.csv');
    place.remove('data.csv');
    expect((await verified(place)).failures.join('\n')).toMatch(found);
    place.write('s.csv', text);
    await forge(place, 's.csv');
    expect((await verified(place)).failures).toEqual([]);
  });

  it('is found in a folder and in a fold', async () => {
    const place = new Place();
    await place.split('out/', { method: 'random', folds: 3 });
    const file = 'out/fold-1/test.csv';
    const moved = place.read('out/fold-1/train.csv').split('\n')[4];
    place.write(file, `${place.read(file)}${moved}\n`);
    const { failures } = await verified(place, 'out');
    expect(failures.map((line) => line.replace(/:.*/, ''))).toEqual([
      'checksum test.csv',
      'sizes fold-1',
      'similarity fold-1',
      'promises fold-1',
      'repeat test.csv',
    ]);
    place.remove(file);
    expect((await verified(place, 'out')).failures).toContain(
      'checksum test.csv: the file does not exist',
    );
  });
});

/** Makes the checksums of a manifest those of the file as it is now. */
async function forge(place: Place, name: string): Promise<void> {
  const { columns, rows } = await readCells(place.at(name));
  place.editManifest(`${name}.manifest.json`, (manifest) => {
    Object.assign(manifest.outputs[0], { cells: cellChecksums(columns, rows) });
  });
}

describe('a manifest that was changed', () => {
  it.each<[string, (manifest: Editable) => void, RegExp]>([
    [
      'another fingerprint',
      (m) => {
        m.parameters.fingerprint = 'maccs';
      },
      /^columns s\.csv: .* recomputed with maccs/m,
    ],
    [
      'other bins',
      (m) => {
        m.parameters.bins = '0,1/2,1';
      },
      /^repeat numbers of the manifest: /m,
    ],
    [
      'other bins and a fitting histogram',
      (m) => {
        m.similarity.bins = ['0', '1/2', '1'];
      },
      /^similarity s\.csv: test: .* but the manifest says/m,
    ],
    [
      'another label',
      (m) => {
        m.parameters.label = 'series';
      },
      /repeat numbers of the manifest: labels is \{"column":"y","task":"regression","whole":\{"….*\}\}\}, but null when repeated/,
    ],
    [
      'another seed',
      (m) => {
        m.seed = 5;
      },
      /^repeat s\.csv: row .*, column "split"/m,
    ],
    [
      'another method',
      (m) => {
        m.method = 'scaffold';
      },
      /^promises s\.csv: scaffolds undivided: row/m,
    ],
    [
      'other sizes',
      (m) => {
        m.sizes.test++;
      },
      /^sizes s\.csv: \d+ molecules in test, but the manifest says/m,
    ],
    [
      'other counts of rows',
      (m) => {
        m.records.train--;
      },
      /^sizes s\.csv: \d+ rows in train/m,
    ],
    [
      'another histogram',
      (m) => {
        m.similarity.achieved.reverse();
      },
      /^similarity s\.csv: /m,
    ],
    [
      'another mean label',
      (m) => {
        m.labels.test.mean = 0;
      },
      /repeat numbers of the manifest: labels\.test\.mean is 0, but 3\.7083333333333335 when repeated/,
    ],
    [
      'another checksum of cells',
      (m) => {
        m.outputs[0].sha256 = '0';
        const { cells } = m.outputs[0];
        if (!cells) return;
        cells.columns[3].sha256 = '0';
        cells.sha256 = '1';
      },
      /^checksum s\.csv: column "y" differs/m,
    ],
  ])('is found: %s', async (_, edit, found) => {
    const place = new Place();
    await place.split('s.csv', { method: 'random' });
    place.editManifest('s.csv.manifest.json', edit);
    const { summary, failures } = await verified(place);
    expect(summary.exit_code).toBe(1);
    expect(failures.join('\n')).toMatch(found);
  });
});

describe('a split that cannot be made again', () => {
  it.each<[string, (place: Place) => void, RegExp]>([
    ['the input is lost', (p) => p.remove('data.csv'), /data\.csv does not exist$/],
    [
      'the input has changed',
      (p) => p.write('data.csv', p.read('data.csv').replace(/,(\d)\n/, ',9$1\n')),
      /data\.csv has changed: column "y" differs$/,
    ],
    [
      'it came from standard input',
      (p) =>
        p.editManifest('s.csv.manifest.json', (m) => {
          m.input.path = '-';
        }),
      /^the input came from standard input$/,
    ],
    [
      'another version made it',
      (p) =>
        p.editManifest('s.csv.manifest.json', (m) => {
          m.version = '9.9.9';
        }),
      /it was made with tanimark 9\.9\.9, this is .* \(npx tanimark@9\.9\.9 verify\)/,
    ],
    [
      'another RDKit made it',
      (p) =>
        p.editManifest('s.csv.manifest.json', (m) => {
          m.rdkit = '2020.03.1';
        }),
      /^it was made with RDKit 2020\.03\.1, this is /,
    ],
    [
      'a time limit ended the search',
      (p) =>
        p.editManifest('s.csv.manifest.json', (m) => {
          m.warnings.push(TIMED_OUT);
        }),
      /^a time limit ended its search/,
    ],
  ])('is verified as far as it goes, and says so: %s', async (_, change, reason) => {
    const place = new Place();
    await place.split('s.csv', { method: 'random' });
    change(place);
    const { summary, one, failures } = await verified(place);
    expect(failures).toEqual([]);
    expect(one.not_repeated).toMatch(reason);
    expect(summary).toMatchObject({ verdict: 'verified', repeated: false, exit_code: 0 });
    expect((await place.verify('s.csv', true)).exit_code).toBe(3);
  });

  it('is recognized by a manifest that knows only bytes', async () => {
    const place = new Place();
    await place.split('s.csv', { method: 'random' });
    place.editManifest('s.csv.manifest.json', (m) => {
      delete m.outputs[0].cells;
      delete m.input.cells;
      delete m.parameters.id;
    });
    for (const name of ['s.csv', 'data.csv'])
      place.write(name, place.read(name).replaceAll('\n', '\r\n'));
    const { summary, failures } = await verified(place);
    expect([failures, summary.repeated]).toEqual([[], true]);
  });
});

describe('what cannot be verified', () => {
  it('is an error that says what to do', async () => {
    const place = new Place();
    place.write('alone.csv', 'smiles,split\nCC,train\n');
    place.write('broken.json', '{');
    place.write('other.json', '{"a": 1}');
    place.write('near.csv.manifest.json', '{"command": "neighbors"}');
    for (const [name, message] of [
      ['missing.csv', /does not exist; check the path/],
      [
        'alone.csv',
        'alone.csv.manifest.json does not exist); if tanimark made the split, put its manifest there; for a split of another tool, write one with: tanimark verify --describe',
      ],
      ['broken.json', /not a JSON file/],
      ['other.json', /not a valid manifest of a split/],
      ['near.csv.manifest.json', /neighbor search; only splits can be verified/],
    ] as const) {
      const error = await errorOf(() => place.verify(name));
      expect(error.message).toMatch(message);
    }
    expect((await errorOf(() => findManifest('-'))).message).toMatch(/name the file/);
  });
});
