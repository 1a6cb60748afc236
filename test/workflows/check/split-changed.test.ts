import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { split } from '../../../src/workflows/split/index.js';
import { writeSplit } from '../../../src/workflows/split/output.js';
import { FORMS } from '../../tables/forms.js';
import { csv } from '../score/made.js';
import { BASE, findings, NEW, Repository, rows } from './repository.js';

const rules = [{ metric: 'mae', margin: 0.2, stratum: 'each' }];
const all = rows(160);
// The bins are those of the split's manifest.
const config = { rules, bins: undefined };

/** A repository whose split is made by the tool, with settings that are not the usual ones. */
async function made(): Promise<Repository> {
  const repository = new Repository(all);
  const columns = {
    name: (row: (typeof all)[number]) => row.name,
    smiles: (row: (typeof all)[number]) => row.smiles,
    y: (row: (typeof all)[number]) => row.y,
  };
  repository.write('data.csv', csv(all, columns));
  const options = {
    input: repository.at('data.csv'),
    method: 'random',
    test: '0.5',
    fingerprint: 'maccs',
    bins: '0,0.7,0.85,1',
  };
  const result = await split(options, new Job({ threads: 1 }));
  await writeSplit(result, repository.at('split.csv'), 'csv');
  const test = all.filter((_, r) => result.records[r].split === 'test');
  repository.write('new.csv', csv(test, NEW));
  repository.write('base.csv', csv(test, BASE));
  await repository.accept({ bins: undefined });
  return repository;
}

describe('a check of a split that has a manifest', () => {
  it('has the same result however split, predictions and baseline are written', async () => {
    const repository = await made();
    const plain = await repository.check(config);
    expect(plain.errors).toEqual([]);
    expect(plain.tasks[0].parameters.fingerprint).toBe('maccs');
    expect(plain.outcomes).toHaveLength(3);
    const files = ['split.csv', 'new.csv', 'b.json'] as const;
    const texts = files.map((file) => repository.read(file));
    for (const [name, form] of FORMS) {
      // A baseline file is JSON: of these forms it has line ends and byte order marks.
      const ofJson = /CR|byte order|newline|empty/.test(name);
      for (const [f, file] of files.entries()) {
        if (file === 'b.json' && !ofJson) continue;
        repository.write(file, form(texts[f]));
      }
      const summary = await repository.check(config);
      expect([name, findings(summary)]).toEqual([name, findings(plain)]);
      files.forEach((file, f) => {
        repository.write(file, texts[f]);
      });
    }
  }, 60_000);

  it('is the same where another program wrote its numbers with 15 digits, and not with 3', async () => {
    const repository = await made();
    const plain = await repository.check(config);
    const text = repository.read('split.csv');
    const rewritten = (digits: number) =>
      text
        .split('\n')
        .map((line) =>
          line
            .split(',')
            .map((cell) =>
              /^\d+\.\d+$/.test(cell) ? String(Number(Number(cell).toPrecision(digits))) : cell,
            )
            .join(','),
        )
        .join('\n');
    expect(rewritten(15)).not.toBe(text);
    repository.write('split.csv', rewritten(15));
    expect(findings(await repository.check(config))).toEqual(findings(plain));
    repository.write('split.csv', rewritten(3));
    const { errors } = await repository.check(config);
    expect(errors.map(({ name }) => name)).toEqual(['split_changed']);
  });

  it('is an error that names the file and the column where a cell was changed', async () => {
    const repository = await made();
    const text = repository.read('split.csv');
    const [, line] = text.split('\n');
    const cells = line.split(',');
    repository.write(
      'split.csv',
      text.replace(line, [...cells.slice(0, 2), '99', ...cells.slice(3)].join(',')),
    );
    for (const given of [
      config,
      { ...config, baseline: undefined, rules: [], audit: { maxDuplicates: 0 } },
    ]) {
      const summary = await repository.check(given);
      expect(summary.errors.map(({ name }) => name)).toEqual(['split_changed']);
      expect(summary.errors[0].message).toMatch(
        /split\.csv has changed since the split was made: column "y" differs \(\S+split\.csv\.manifest\.json holds its checksums\); restore the file, or if the change was meant: tanimark verify --describe \S+split\.csv --force$/,
      );
      expect(summary.exit_code).toBe(2);
    }
    await expect(repository.update(config)).rejects.toThrow('has changed since');
  });
});
