import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestPath } from '../../../src/dataset/manifest/path.js';
import { neighbors } from '../../../src/workflows/neighbors/index.js';
import { mergeNeighbors } from '../../../src/workflows/neighbors/merge.js';
import { neighborsText, writeNeighbors } from '../../../src/workflows/neighbors/output.js';
import type { NeighborsOptions } from '../../../src/workflows/neighbors/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();

/** Several ways to write one molecule, molecules of one fingerprint, and no molecules. */
const STRUCTURES = [
  ...['CCO', 'OCC', 'C(O)C', 'CCN', 'NCC', 'CCCO', 'OCCC', 'CCCN', 'CC(=O)O', 'OC(C)=O'],
  ...['CCCCCCCCCCO', 'CCCCCCCCCCCO', 'CCCCCCCCCCCCO', 'C', 'CC', 'c1ccccc1', 'C1=CC=CC=C1'],
  ...['C[C@H](N)C(=O)O', 'C[C@@H](N)C(=O)O', 'CC(N)C(=O)O', '[Na+]', 'C1CC', ''],
];
const table = fc.array(fc.constantFrom(...STRUCTURES), { minLength: 1, maxLength: 14 });
const csv = (smiles: readonly string[]) =>
  `name,smiles\n${smiles.map((text, i) => `"m, ${i % 3 === 0 ? '' : i}",${text}\n`).join('')}`;

async function searched(options: NeighborsOptions, output: string, format: string) {
  await writeNeighbors(neighborsText(await neighbors(options), format), output);
  return output;
}

describe('parts of the queries and of the references', () => {
  it('are one run when they are merged, byte by byte, manifest and all', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.option(table, { nil: undefined }),
        fc.record({
          k: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
          threshold: fc.constantFrom(undefined, '0', '1/3', '0.6', '1'),
          includeSelf: fc.boolean(),
        }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('csv', 'tsv', 'jsonl', 'parquet'),
        async (queries, references, limits, n, m, format) => {
          const isValid = (text: string) => text !== '' && text !== 'C1CC';
          fc.pre(queries.some(isValid) && (references ?? queries).some(isValid));
          runs++;
          const query = folder.file('query.csv', csv(queries));
          const reference =
            references === undefined ? query : folder.file('reference.csv', csv(references));
          const options = { query, reference, ...limits };
          const whole = await searched(options, folder.at('out'), format);
          const bytes = readFileSync(whole);
          const manifest = readFileSync(manifestPath(whole), 'utf8');
          const parts: string[] = [];
          for (let i = 1; i <= n; i++) {
            for (let j = 1; j <= m; j++) {
              const part = { ...options, shard: `${i}/${n}`, referenceShard: `${j}-of-${m}` };
              const place = folder.at(`part-${i}-${j}.${format}`);
              parts.unshift(await searched(part, place, format));
            }
          }
          await writeNeighbors(await mergeNeighbors(parts), folder.at('out'));
          expect(readFileSync(whole).toString('latin1')).toBe(bytes.toString('latin1'));
          expect(readFileSync(manifestPath(whole), 'utf8')).toBe(manifest);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
    expect(runs).toBeGreaterThan(40);
  }, 120_000);

  it('list a molecule that stands in several parts once, by its first row', async () => {
    const query = folder.file('one.csv', 'smiles\nCCO\n');
    const reference = folder.file('many.csv', 'smiles\nCCCCO\nOCC\nCCO\nC(C)O\nCCN\n');
    const parts: string[] = [];
    for (const j of [1, 2, 3]) {
      const options = { query, reference, k: 2, referenceShard: `${j}/3` };
      parts.push(await searched(options, folder.at(`many-${j}.csv`), 'csv'));
    }
    // Rows 1; 2 and 3; 4 and 5: each of the last two has ethanol.
    expect(parts.map((path) => readFileSync(path, 'utf8').match(/1,,CCO,1,(\d)/)?.[1])).toEqual([
      '1',
      '2',
      '4',
    ]);
    let merged = '';
    for await (const piece of (await mergeNeighbors(parts)).pieces()) merged += piece;
    expect(
      merged
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',')[4]),
    ).toEqual(['2', '1']);
  });

  it('are refused where no part of the references has a valid molecule', async () => {
    const query = folder.file('valid.csv', 'smiles\nCCO\n');
    const reference = folder.file('invalid.csv', 'smiles\nC1CC\nC1CC\n');
    const parts: string[] = [];
    for (const j of [1, 2]) {
      const options = { query, reference, referenceShard: `${j}/2` };
      parts.push(await searched(options, folder.at(`invalid-${j}.csv`), 'csv'));
    }
    const { message } = await errorOf(() => mergeNeighbors(parts));
    expect(message).toContain('no part of the references has a valid molecule');
  });

  it('are refused where two parts give one molecule two fingerprints', async () => {
    const query = folder.file('fp-query.csv', 'smiles,fp\nCCO,ff00\n');
    const reference = folder.file('fp.csv', 'smiles,fp\nCCO,ff00\nOCC,0ff0\n');
    const parts: string[] = [];
    for (const j of [1, 2]) {
      const fingerprint = 'column:fp,encoding=hex';
      const options = { query, reference, fingerprint, referenceShard: `${j}/2` };
      parts.push(await searched(options, folder.at(`fp-${j}.csv`), 'csv'));
    }
    const { message } = await errorOf(() => mergeNeighbors(parts));
    expect(message).toContain('reference rows 1 and 2 are one molecule with two different');
  });
});
