import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonMarkdown } from '../../scripts/json-document.js';
import { allSchemas, isNullable, schemaText } from '../../scripts/schemas.js';
import { documentNames, schemaId } from '../../src/documents.js';
import { run } from '../cli/run.js';
import { temporaryFolder } from '../helpers.js';
import { problemOf, shippedSchema } from './validate.js';

type Json = Record<string, unknown>;

const folder = temporaryFolder();
const made = allSchemas();

/** Every schema within one, each with the name of its field. */
function* fieldsOf(schema: unknown, name = ''): Generator<[name: string, field: Json]> {
  if (Array.isArray(schema)) {
    for (const one of schema) yield* fieldsOf(one, name);
    return;
  }
  if (schema === null || typeof schema !== 'object') return;
  for (const [key, own] of Object.entries(schema)) {
    if (key !== 'properties') {
      yield* fieldsOf(own, name);
      continue;
    }
    for (const [field, one] of Object.entries(own as Json)) {
      yield [`${name}.${field}`, one as Json];
      yield* fieldsOf(one, `${name}.${field}`);
    }
  }
}

describe('the schemas', () => {
  it('are those of the types', () => {
    expect(readdirSync(new URL('../../schemas', import.meta.url)).sort()).toEqual(
      documentNames.map((name) => `${name}.json`).sort(),
    );
    for (const [name, schema] of made) {
      const shipped = readFileSync(new URL(`../../schemas/${name}.json`, import.meta.url), 'utf8');
      // npm run docs writes it.
      expect(shipped, name).toBe(schemaText(schema));
    }
  });

  it('say of each field what it means, and of those that may be null, when', () => {
    const unsaid: string[] = [];
    let fields = 0;
    for (const [name, schema] of made) {
      expect(schema.description, name).toMatch(/\.$/);
      for (const [path, field] of fieldsOf(schema, name)) {
        fields++;
        const text = String(field.description ?? '');
        if (text.length < 4 || (isNullable(field) && !/\bnull\b/i.test(text))) unsaid.push(path);
      }
    }
    expect(unsaid).toEqual([]);
    expect(fields).toBeGreaterThan(1000);
  });

  it('are printed by name, and listed', async () => {
    const { stdout } = await run(['schema', 'score']);
    expect(JSON.parse(stdout)).toEqual(shippedSchema('score'));
    const { documents } = JSON.parse((await run(['schema', '--json'])).stdout);
    expect(documents.map(({ name }: { name: string }) => name)).toEqual(documentNames);
    expect((await run(['schema'])).stdout.split('\n')).toHaveLength(documentNames.length + 1);
    expect(await run(['schema', 'scor'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: unknown document "scor" \(did you mean "score"\?\); /),
    });
  });
});

it('docs/json.md has a line for each of their fields', async () => {
  const { stdout } = await run(['split', 'data.csv', '--json'], { cwd: folder.path });
  const text = readFileSync(new URL('../../docs/json.md', import.meta.url), 'utf8');
  expect(text).toBe(jsonMarkdown(made, stdout));
  for (const name of documentNames) expect(text).toContain(`\n## ${name}\n\n\`${schemaId(name)}\``);
});

describe('documents', () => {
  const documents = new Map<string, Json>();
  const get = (name: string) => structuredClone(documents.get(name) as Json);
  const keep = async (name: string, args: string[]) => {
    const { code, stdout, stderr } = await run(args, { cwd: folder.path });
    expect(code, stderr).toBeLessThan(2);
    documents.set(name, JSON.parse(stdout));
  };

  beforeAll(async () => {
    const split = ['split', 'dataset:drugs', '-m', 'random', '-o', 'split.csv', '--json'];
    await keep('split', split);
    documents.set('manifest', JSON.parse(folder.read('split.csv.manifest.json')));
    await keep('score', ['score', '--split', 'split.csv', '--bootstrap', '0', '--json']);
    await keep('audit', ['audit', 'split.csv', '--json']);
    const small = folder.file('small.csv', 'smiles\nCCO\nCCN\n');
    await keep('neighbors', ['neighbors', small, small, '--json']);
    await keep('verify', ['verify', 'split.csv', '--json']);
  });

  it('are valid as they are', () => {
    for (const [name, document] of documents) expect(problemOf(document), name).toBeNull();
  });

  type Broken = [what: string, of: string, change: (document: Json) => void, problem: RegExp];
  const at = (document: Json, key: string) => document[key] as Json;
  const first = (list: unknown) => (list as Json[])[0];
  const broken: Broken[] = [
    ['no version', 'split', (d) => delete d.version, /required property 'version'/],
    [
      'a size that is a text',
      'split',
      (d) => Object.assign(at(d, 'sizes'), { test: '8' }),
      /sizes\/test must be number/,
    ],
    [
      'a status of no kind',
      'split',
      (d) => Object.assign(at(d, 'similarity'), { status: 'good' }),
      /similarity\/status must be equal to one of/,
    ],
    [
      'a field that nobody knows',
      'split',
      (d) => Object.assign(d, { extra: 1 }),
      /additional properties .*extra/,
    ],
    [
      'another command',
      'score',
      (d) => Object.assign(d, { command: 'audit' }),
      /command must be equal to constant/,
    ],
    [
      'a metric without a value',
      'score',
      (d) => Object.assign(at(at(d, 'overall'), 'metrics'), { mae: {} }),
      /overall\/metrics\/mae/,
    ],
    [
      'an interval of three ends',
      'score',
      (d) => Object.assign(at(at(d, 'overall'), 'metrics'), { mae: { value: 1, ci95: [1, 2, 3] } }),
      /overall\/metrics\/mae/,
    ],
    [
      'a finding without a name',
      'audit',
      (d) => delete (first(first(d.comparisons).findings) as Json).name,
      /comparisons\/0\/findings\/0 must have required property 'name'/,
    ],
    [
      'counts of null',
      'neighbors',
      (d) => Object.assign(d, { counts: null }),
      /counts must be object/,
    ],
    [
      'a later version',
      'verify',
      (d) => Object.assign(d, { schema: 'tanimark/verify/2' }),
      /schema must be equal to constant/,
    ],
    [
      'a manifest of another form',
      'manifest',
      (d) => Object.assign(d, { manifest: 2 }),
      /manifest/,
    ],
    ['no schema at all', 'score', (d) => delete d.schema, /its "schema" is undefined/],
  ];

  it.each(broken)('are refused with %s', (_, of, change, problem) => {
    const document = get(of);
    change(document);
    expect(problemOf(document)).toMatch(problem);
  });
});
