import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/gate/config/load.js';
import { type FoundFiles, starterConfig } from '../../../src/gate/config/starter.js';
import { temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();

function load(text: string) {
  folder.file('tanimark.config.yaml', text);
  return loadConfig('tanimark.config.yaml', folder.path);
}

const cases: FoundFiles[] = [
  { predictions: [], task: null },
  { split: 's.csv', predictions: ['p.csv'], label: 'y', task: 'regression' },
  { train: 'train.csv', truth: 'test.csv', predictions: ['p.csv'], task: 'classification' },
  { split: 's.csv', predictions: 'abcdefg'.split(''), baseline: 'main.csv', task: 'regression' },
];

describe('starterConfig', () => {
  it.each(cases)('loads as it is, in short lines: %j', (found) => {
    const text = starterConfig(found);
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
    expect(text).toMatch(
      /^# yaml-language-server: \$schema=https:\/\/unpkg\.com\/tanimark\/tanimark\.schema\.json\n/,
    );
    const config = load(text);
    expect(config.rules).toHaveLength(2);
    expect(config.audit === null).toBe(found.split === undefined && found.train === undefined);
  });

  it.each(cases)('loads with each example in a comment taken in: %j', (found) => {
    const text = starterConfig(found)
      .replace(/^( *)# (- metric: .*| {2}(?:min|max|stratum|level): .*|maxNear: .*)$/gm, '$1$2')
      .replace(/^# (audit:| {2}maxDuplicates: 1%)$/gm, '$1');
    const { rules, audit } = load(text);
    const regression = found.task !== 'classification';
    expect(
      rules.map(({ metric, stratum, min, max, level }) => [metric, stratum, min, max, level]),
    ).toEqual(
      regression
        ? [
            ['mae', 'overall', null, null, 'error'],
            ['mae', 'each', null, null, 'error'],
            ['mae', 'overall', null, 0.8, 'error'],
            ['ence', 'overall', null, 0.3, 'error'],
            ['mae', 'scaffold=unseen', null, null, 'warn'],
          ]
        : [
            ['roc_auc', 'overall', null, null, 'error'],
            ['roc_auc', 'each', null, null, 'error'],
            ['roc_auc', 'overall', 0.7, null, 'error'],
            ['ece', 'overall', null, 0.1, 'error'],
            ['roc_auc', 'scaffold=unseen', null, null, 'warn'],
          ],
    );
    expect(audit).toEqual({ maxDuplicates: '1%', maxNear: ['0.9:1%'], level: 'warn' });
  });

  it('names any file as it is called', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => /[^\s-]/.test(text) && !text.includes('\0'));
    fc.assert(
      fc.property(name, name, name, (split, predictions, label) => {
        const text = starterConfig({
          split: `a/${split}`,
          predictions: [`b/${predictions}`, split],
          baseline: predictions,
          label,
          task: 'regression',
        });
        const [task] = load(text).tasks;
        expect(task.label).toBe(label);
        const file = (folder: string, name: string) => `${folder}/${name}`;
        if (!/[/.]/.test(split + predictions)) {
          expect(task.split).toBe(file('a', split));
          expect(task.predictions).toBe(file('b', predictions));
        }
      }),
      { numRuns: 100 },
    );
  });
});
