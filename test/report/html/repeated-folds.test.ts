import { beforeAll, describe, expect, it } from 'vitest';
import { repeatedAnswer, repeatedLabels } from '../../../src/report/split/repeated-verdict.js';
import type { RepeatedFoldsSummary } from '../../../src/workflows/split/repeated-folds.js';
import { run } from '../../cli/run.js';
import { temporaryFolder } from '../../helpers.js';
import { elementsOf, faultsOf } from './inert.js';

const folder = temporaryFolder();
const here = { cwd: folder.path };
const ARGS = ['split', 'dataset:drugs', '--folds', '4', '--repeats', '2', '--seed', '5'];
const OUTPUT = ['-o', 'folds/', '--html', 'page.html', '--figures', 'figures'];

let summary: RepeatedFoldsSummary;
beforeAll(async () => {
  const { code, stdout } = await run([...ARGS, ...OUTPUT, '--json', '-q'], here);
  expect(code).toBe(0);
  summary = JSON.parse(stdout);
}, 120_000);

/** Rows of the table whose caption begins with a text. */
function tableOf(page: string, caption: string): string[][] {
  const elements = elementsOf(page);
  const start = elements.findIndex((e) => e.name === 'caption' && e.text.startsWith(caption));
  const rows: string[][] = [];
  for (const { name, text } of elements.slice(start + 1)) {
    if (name === 'table') break;
    if (name === 'tr') rows.push([]);
    if (name === 'th' || name === 'td') rows.at(-1)?.push(text);
  }
  return rows;
}

describe('the page of repeated folds', () => {
  it('has the verdict first, then figures, folds, labels and methods', () => {
    const page = folder.read('page.html');
    expect(faultsOf(page)).toEqual([]);
    const elements = elementsOf(page);
    const verdict = elements.find(({ attributes }) => attributes.class === 'verdict');
    expect(verdict?.text).toBe(
      'Exact: requested counts reached in every bin of every fold of all 2 repeats',
    );
    const titles = elements.flatMap(({ name, text }) => (/^h[12]$/.test(name) ? [text] : []));
    expect(titles).toEqual([
      'sae (similarity-aware) split of dataset:drugs: 4 folds, repeated 2 times',
      ...['Figures', 'Folds', 'Labels', 'Methods'],
    ]);
    expect(page).toContain(`tanimark ${ARGS.join(' ')} ${OUTPUT.join(' ')}`);
  });

  it('has the sizes, bins and labels of every fold of every repeat', () => {
    const [head, ...rows] = tableOf(folder.read('page.html'), '8 folds of 2 repeats');
    expect(head).toEqual([
      ...['repeat', 'seed', 'fold', 'train', 'test', '[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]'],
      ...['status', 'mean label, train', 'mean label, test'],
    ]);
    const expected = summary.splits.flatMap(({ folds }, r) =>
      (folds ?? []).map(({ sizes, similarity, labels }, f) => [
        // The number of a repeat stands once, beside its first fold.
        ...(f === 0 ? [String(r)] : []),
        ...[String(5 + r), String(f), String(sizes.train), String(sizes.test)],
        ...similarity.achieved.map(String),
        'exact',
        ...[labels?.train.mean, labels?.test.mean].map((mean) => (mean as number).toFixed(3)),
      ]),
    );
    expect(rows).toEqual(expected);
  });

  it('lists the files of all repeats with their checksums', () => {
    const rows = tableOf(folder.read('page.html'), 'Output files');
    const outputs = summary.splits.flatMap((own) => own.outputs);
    expect(outputs).toHaveLength(16);
    expect(rows.slice(1).map(([path, , , sha256]) => [path, sha256])).toEqual(
      outputs.map(({ path, sha256 }) => [path, sha256]),
    );
  });

  it('is a chapter of a report, made of the JSON result', async () => {
    folder.file('folds.json', JSON.stringify(summary));
    const args = ['report', 'folds.json', '-o', 'report.html', '-q'];
    expect((await run(args, here)).code).toBe(0);
    const caption = '8 folds of 2 repeats';
    const [own, other] = ['report.html', 'page.html'].map((name) => folder.read(name));
    expect(tableOf(own, caption)).toEqual(tableOf(other, caption));
    folder.file('bad.json', JSON.stringify({ ...summary, splits: undefined }));
    const { code, stderr } = await run(['report', 'bad.json', '-o', 'bad.html'], here);
    expect(code).toBe(2);
    expect(stderr).toContain('it has no "splits"');
  });

  it('has its figure as a file', () => {
    expect(folder.names().filter((name) => name.startsWith('figures/'))).toEqual([
      'figures/test-sets.svg',
    ]);
  });
});

describe('the answer of repeated folds', () => {
  const withStatus = (...changes: object[]) => ({
    ...summary,
    splits: summary.splits.map((own, r) => ({
      ...own,
      similarity: { ...own.similarity, ...changes[r] },
    })),
  });

  it('says which repeat misses its counts, and the range of each bin', () => {
    const reason = 'the search ended';
    const missed = { status: 'closest' as const, reason, achieved: [190, 210, 198] };
    const [low, middle, high] = summary.splits[0].similarity.achieved;
    expect(repeatedAnswer(withStatus({}, missed))).toEqual([
      'Not exact: 1 of 2 repeats reaches the requested counts in every bin of every fold',
      `Repeat 1: not exact: not every bin of every fold reaches its requested count; ${reason}`,
      `Test molecules of a repeat by max similarity to the training set of their fold: [0, 1/3) 190 to ${low}, [1/3, 2/3) ${middle} to 210, [2/3, 1] ${high}`,
    ]);
    expect(repeatedAnswer(withStatus(missed, missed))[0]).toBe(
      'Not exact: no repeat reaches the requested counts in every bin of every fold',
    );
  });

  it('is the bins alone where nothing was requested', () => {
    const none = { status: null, requested: null };
    const answer = repeatedAnswer(withStatus(none, none));
    expect(answer).toHaveLength(1);
    expect(answer[0]).toMatch(/^Test molecules of a repeat by max similarity/);
  });

  it('says of labels once what all repeats have in common', () => {
    const [first, second] = summary.splits;
    expect(repeatedLabels({ ...summary, splits: [first, first] })).toHaveLength(1);
    const other = { ...second, labels: null };
    const lines = repeatedLabels({ ...summary, splits: [first, other] });
    expect(lines.map((text) => text.slice(0, 9))).toEqual(['Repeat 0:', 'Repeat 1:']);
  });
});
