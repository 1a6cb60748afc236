import { describe, expect, it } from 'vitest';
import type { PairAuditComparison } from '../../src/workflows/audit/pair-split/types.js';
import { temporaryFolder } from '../helpers.js';
import { drawn } from '../report/figures/read-svg.js';
import { elementsOf, faultsOf } from '../report/html/inert.js';
import { plantedPairs } from '../workflows/audit/pair-split/planted.js';
import { run } from './run.js';

const folder = temporaryFolder();
const tables = plantedPairs();
folder.file('split.csv', tables.split);
const audit = (...args: string[]) => run(['audit', ...args], { cwd: folder.path });
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

describe('tanimark audit of a split of pairs', () => {
  it('holds limits on duplicates and near pairs, with the exit code of a failed check', async () => {
    const failed = await audit('split.csv', '--max-duplicates', '3', '--max-near', '0.9:5');
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('failed: --max-duplicates 3 (train-test: 4 test rows, 57.1%)');
    expect(failed.stdout).toContain('passed: --max-near 0.9:5 (train-test: 5 test rows, 71.4%)');
    const passed = await audit('split.csv', '--max-duplicates', '4', '--max-near', '0.95:5');
    expect(passed.code).toBe(0);
    expect(passed.stdout).toContain('passed: --max-near 0.95:5 (train-test: 5 test rows, 71.4%)');
    const above = await audit('split.csv', '--max-near', '0.96:4');
    expect([above.code, above.stdout]).toEqual([
      0,
      expect.stringContaining('passed: --max-near 0.96:4 (train-test: 4 test rows, 57.1%)'),
    ]);
  });

  it('says what is found, and the verdict at the end', async () => {
    const { stdout, stderr } = await audit('split.csv', '--conflict', '1');
    const text = oneLine(stdout);
    expect(text).toMatch(
      / verdict: leaky\. Of 7 test pairs, 4 \(57\.1%\) are training pairs; 71\.4% have a training pair ≥ 0\.7, 71\.4% have one ≥ 0\.9\. Known from training: both sides 57\.1%, the partner alone 14\.3%, the drug alone 14\.3%, neither 14\.3%\. ?$/,
    );
    for (const part of [
      'train-test · 6 training rows (5 pairs, 4 drugs × 3 partners) · 7 test rows (5 drugs × 5 partners) · Y',
      'Duplicates: 2 of the 4 test rows have another id, SMILES or sequence in training;',
      'Conflicting labels: 1 test row differs by more than 1.000 from the label of the same pair in training.',
      '1 drug is in training in another form (salt, charge, isotope, stereoisomer or tautomer).',
      '1 new partner has a training partner of similarity ≥ 0.9: that of row 10 and that of row 1 (0.96).',
      'Repeated pairs in training: 1 pair has rows with different labels (rows 1 and 2: 5 and 5.2);',
      'new drug, partner in training 1 14.3%',
      'drugs 4 5 4 0 0 0',
      'partners 3 5 3 1 1 1',
      'drug + partner ',
    ]) {
      expect(text).toContain(part);
    }
    expect(oneLine(stderr)).toContain('each row is a pair of a molecule (column "Drug")');
  });

  it('refuses what an audit of pairs does not have', async () => {
    const json = await audit('split.csv', '--json', '--max-duplicates', '0');
    expect(json.code).toBe(1);
    expect(json.stderr).toContain('failed: --max-duplicates 0 (train-test: 4 test rows, 57.1%)\n');
    expect(JSON.parse(json.stdout)).toMatchObject({
      ...{ command: 'audit', kind: 'pairs', passed: false, label: 'Y' },
      pairs: { drug: 'Drug', partner: 'Target', partner_kind: 'sequence' },
      parameters: { partner: 'Target', 'partner-fingerprint': 'kmer:3' },
    });
    folder.file('audit.json', json.stdout);
    const wrong: [string[], string][] = [
      [
        ['audit', 'split.csv', '--pairs', 'pairs.csv'],
        '--pairs: the rows are pairs of a drug and a partner, whose findings are in the result alone; leave it out, or audit the rows as molecules with --partner none',
      ],
      [
        ['audit', 'split.csv', '--max-shared-scaffolds', '0'],
        '--max-shared-scaffolds: scaffolds are those of molecules, and the rows are pairs; leave it out, or use --max-duplicates or --max-near',
      ],
    ];
    for (const [args, message] of wrong) {
      const { code, stderr } = await run(args, { cwd: folder.path });
      const error = stderr.split('\n').find((line) => line.startsWith('error: '));
      expect([code, error]).toEqual([2, `error: ${message}`]);
    }
    expect(folder.names()).not.toContain('page.html');
    expect(folder.names()).not.toContain('pairs.csv');
  });

  it('is a page, of its own and of its JSON, with figures', async () => {
    const { code, stderr } = await audit('split.csv', '-o', 'own.html', '--figures', 'drawn');
    expect(code, stderr).toBe(0);
    folder.file('own.json', (await audit('split.csv', '--json')).stdout);
    const { comparisons } = JSON.parse(folder.read('own.json'));
    const [{ line, duplicates, partners }] = comparisons as PairAuditComparison[];
    await run(['report', 'own.json', '-o', 'of-json.html'], { cwd: folder.path });
    await run(['report', 'split.csv', '-o', 'of-split.html'], { cwd: folder.path });
    for (const name of ['own', 'of-json', 'of-split']) {
      const page = folder.read(`${name}.html`);
      expect(faultsOf(page)).toEqual([]);
      const elements = elementsOf(page);
      const said = elements.find(({ attributes }) => attributes.class === 'verdict')?.text;
      expect(said?.toLowerCase()).toBe(line.toLowerCase());
      const rows = elements.filter(({ name: tag }) => tag === 'tr').map(({ text }) => text);
      const has = (...cells: readonly (string | number)[]) =>
        rows.some((text) => text.replace(/\s+/g, '').includes(cells.join('').replace(/\s+/g, '')));
      expect(has('pair in training', 4, '57.1%')).toBe(true);
      expect(has('partners', 3, 5, 3, 1, 1, 1)).toBe(true);
      expect(duplicates.examples).toHaveLength(4);
      for (const { drug, partner, test_row, train_row } of duplicates.examples) {
        expect(has(drug, partner, test_row, train_row)).toBe(true);
      }
      const [{ test, train, similarity }] = partners.examples;
      expect(has(test, train, similarity.toFixed(2))).toBe(true);
    }
    expect(folder.names().some((name) => name.startsWith('drawn'))).toBe(true);
    const known = folder.read('drawn/known-train-test.svg');
    const values = drawn(known, 'bar').map(({ title }) => Number(/: (\d+)$/.exec(title)?.[1]));
    expect(values).toEqual([4, 1, 1, 1]);
  });

  it('reads columns and tables from the manifest, for a file as for a folder', async () => {
    const [, ...lines] = tables.split.trim().split('\n');
    const cells = lines.map((line) => line.split(','));
    const ids = (column: number) => [...new Set(cells.map((row) => row[column]))];
    const [drugs, targets] = [ids(1), ids(2).filter((text) => !text.endsWith('*'))];
    folder.file('drugs.csv', `id,smiles\n${drugs.map((one, i) => `d${i},${one}`).join('\n')}\n`);
    folder.file('targets.fasta', targets.map((one, i) => `>t${i}\n${one}\n`).join(''));
    const rows = drugs.flatMap((_, d) => targets.map((_, t) => `d${d},t${t},${d + t}`));
    folder.file('ids.csv', `drug_id,target_id,y\n${rows.join('\n')}\n`);
    const options = ['ids.csv', '--drugs', 'drugs.csv', '--targets', 'targets.fasta'];
    for (const output of ['of-ids.csv', 'of-ids/']) {
      const made = await run(['split', ...options, '-m', 'cold-drug', '-o', output, '-q'], {
        cwd: folder.path,
      });
      expect([made.code, made.stderr]).toEqual([0, '']);
    }
    const file = await audit('of-ids.csv', '--json');
    const inFolder = await audit('of-ids', '--json');
    const [one, other] = [file, inFolder].map(({ stdout }) => JSON.parse(stdout));
    expect(one.comparisons[0].quadrants.new_drug).toBe(one.sides.test.records);
    expect(one.inputs.map(({ role }: { role: string }) => role)).toEqual([
      'split',
      'drugs',
      'targets',
    ]);
    const withoutRows = (summary: typeof one) =>
      JSON.parse(JSON.stringify(summary.comparisons).replaceAll(/"\w+_row":\d+/g, '"row":0'));
    expect(withoutRows(other)).toEqual(withoutRows(one));
  });

  it('is part of a check, which fails on duplicates and refuses what it cannot judge', async () => {
    folder.file(
      'preds.csv',
      tables.test.replace(/^name,/, 'name,pred,').replaceAll(/^([a-z ]+),(?=[A-Z])/gm, '$1,1,'),
    );
    const check = (limits: object) => {
      const config = {
        ...{ split: 'split.csv', predictions: 'preds.csv', prediction: 'pred', label: 'Y' },
        ...{ rules: [{ metric: 'mae', max: 100 }], audit: limits, bootstrap: 100, minN: 1 },
      };
      folder.file('tanimark.config.json', JSON.stringify(config));
      return run(['check', '--json'], { cwd: folder.path });
    };
    const failed = await check({ maxDuplicates: '0' });
    const outcomes = (text: string) =>
      JSON.parse(text)
        .outcomes.filter(({ kind }: { kind: string }) => kind === 'audit')
        .map((one: Record<string, unknown>) => [one.name, one.verdict, one.value]);
    expect(outcomes(failed.stdout)).toEqual([['audit maxDuplicates 0', 'fail', 4]]);
    expect(failed.code).toBe(1);
    const passed = await check({ maxDuplicates: '4' });
    expect(outcomes(passed.stdout)).toEqual([['audit maxDuplicates 4', 'pass', 4]]);
    expect(passed.code).toBe(0);
    const refused = await check({ maxCliffs: '0' });
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('activity cliffs are those of molecules');
  });
});
