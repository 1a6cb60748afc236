import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { latexText } from '../../../src/report/latex-text.js';
import { renderResult } from '../../../src/report/registry.js';
import type { ScoreSummary } from '../../../src/workflows/score/types.js';
import { run } from '../../cli/run.js';
import { SMALL, temporaryFolder } from '../../helpers.js';

/** The cells of the rows of a LaTeX table. */
const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.endsWith(' \\\\'))
    .map((line) =>
      line
        .slice(0, -' \\\\'.length)
        .split(/(?<!\\)&/)
        .map((cell) => cell.trim()),
    );

describe('LaTeX of a score', () => {
  const folder = temporaryFolder();
  let summary: ScoreSummary;
  beforeAll(async () => {
    folder.file('small.csv', SMALL.replace(',y\n', ',50%_of #1 {x}\n'));
    const how = { cwd: folder.path };
    const label = ['--label', '50%_of #1 {x}'];
    await run(['split', 'small.csv', '-m', 'random', '--test', '8', ...label, '-o', 's.csv'], how);
    const score = ['score', '--split', 's.csv', ...label, '--min-n', '3', '--bootstrap', '100'];
    summary = JSON.parse((await run([...score, '--json'], how)).stdout);
  });

  it('has the values and intervals of the JSON document', async () => {
    const text = await renderResult('score', 'latex', summary);
    const rows = rowsOf(text);
    const [mean] = rows.filter(([metric]) => metric === 'MAE');
    const { mae } = summary.baselines.train_mean.overall.metrics;
    if (mae.value === null || !mae.ci95) throw new Error('no interval');
    const [low, high] = mae.ci95;
    expect(mean.slice(0, 3)).toEqual([
      'MAE',
      'train mean',
      `${mae.value.toFixed(3)} {\\scriptsize [${low.toFixed(3)}, ${high.toFixed(3)}]}`,
    ]);
  });

  it('is a table whose rows have as many cells as it has columns, and whose braces close', async () => {
    const text = await renderResult('score', 'latex', summary);
    const columns = /\\begin\{tabular\}\{(\w+)\}/.exec(text)?.[1].length;
    expect(columns).toBe(3 + summary.strata.length);
    for (const row of rowsOf(text)) expect(row).toHaveLength(columns as number);
    const plain = text.replaceAll(/\\[{}]/g, '');
    let depth = 0;
    for (const character of plain) {
      depth += character === '{' ? 1 : character === '}' ? -1 : 0;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
    expect(text).toContain('Regression of 50\\%\\_of \\#1 \\{x\\}.');
    expect(text).not.toMatch(/[^\\]%(?! \\usepackage)/);
  });
});

describe('text in LaTeX', () => {
  it('has no character that is a command', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        // What is left when our commands are taken away.
        const rest = latexText(text)
          .replaceAll(/\\(?:text\w+|dots)\{\}|\\textsuperscript\{2\}/g, '')
          .replaceAll(/\$(?:-|\\[a-z]+)\$/g, '')
          .replaceAll(/\\[&%$#_{}]/g, '')
          .replaceAll('{[}', '');
        expect(rest).not.toMatch(/[\\{}$&#%_^~<>|"]/);
      }),
    );
  });

  it('keeps what it stands for', () => {
    expect(latexText('IC50 [nM] ~ 5% & R² ≥ −0.1_{x}\\input')).toBe(
      'IC50 [nM] \\textasciitilde{} 5\\% \\& R\\textsuperscript{2} $\\geq$ $-$0.1\\_\\{x\\}\\textbackslash{}input',
    );
    expect(latexText('[0, 1/3)')).toBe('{[}0, 1/3)');
  });
});
