import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '../../../src/gate/config/json-schema.js';
import { loadConfig } from '../../../src/gate/config/load.js';
import { starterConfig } from '../../../src/gate/config/starter.js';
import { metrics } from '../../../src/metrics/registry.js';
import { temporaryFolder } from '../../helpers.js';

/** What the schema uses of JSON Schema, draft 7. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

const USED = [
  ...['$schema', 'title', 'description', 'type', 'enum', 'anyOf', 'properties', 'required'],
  ...[
    'additionalProperties',
    'propertyNames',
    'items',
    'minItems',
    'pattern',
    'minimum',
    'maximum',
  ],
];

const folder = temporaryFolder();
const schema = configSchema() as Schema & { readonly $schema: string };

/** Every schema in it, with the keys down to it. */
function* parts(at: Schema, path = ''): Generator<[string, Schema]> {
  yield [path, at];
  for (const [key, inner] of Object.entries(at.properties ?? {}))
    yield* parts(inner, `${path}/${key}`);
  if (at.items) yield* parts(at.items, `${path}/*`);
  for (const [i, inner] of (at.anyOf ?? []).entries()) yield* parts(inner, `${path}|${i}`);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Whether a value is as the schema says, by the letter of its specification. */
function holds(at: Schema, value: unknown): boolean {
  const types = at.type === undefined ? undefined : [at.type].flat();
  const own = typeOf(value);
  if (types && !types.some((t) => t === own || (t === 'integer' && Number.isInteger(value)))) {
    return false;
  }
  if (at.enum && !at.enum.includes(value)) return false;
  if (at.anyOf && !at.anyOf.some((one) => holds(one, value))) return false;
  if (typeof value === 'string')
    return at.pattern === undefined || new RegExp(at.pattern).test(value);
  if (typeof value === 'number') {
    return value >= (at.minimum ?? -Infinity) && value <= (at.maximum ?? Infinity);
  }
  if (Array.isArray(value)) {
    const { items } = at;
    return (
      value.length >= (at.minItems ?? 0) && (!items || value.every((one) => holds(items, one)))
    );
  }
  if (own !== 'object') return true;
  const map = value as Record<string, unknown>;
  return (
    (at.required ?? []).every((key) => Object.hasOwn(map, key)) &&
    Object.entries(map).every(([key, inner]) => {
      const known = at.properties?.[key] ?? at.additionalProperties ?? true;
      return typeof known === 'boolean' ? known : holds(known, inner);
    })
  );
}

describe('the JSON Schema', () => {
  it('is the file that comes with the package (node scripts/update-readme.js writes it)', () => {
    const file = new URL('../../../tanimark.schema.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(schema, null, 2)}\n`);
    const { files } = JSON.parse(
      readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
    );
    expect(files).toContain('tanimark.schema.json');
  });

  it('is of draft 7, and uses nothing that an editor of it would not know', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    for (const [path, part] of parts(schema)) {
      expect(
        Object.keys(part).filter((key) => !USED.includes(key)),
        path,
      ).toEqual([]);
    }
  });

  it('describes every key, and allows no others', () => {
    let maps = 0;
    for (const [path, part] of parts(schema)) {
      for (const [key, inner] of Object.entries(part.properties ?? {})) {
        expect(inner.description, `${path}/${key}`).toMatch(/^[A-Z].{10,}\.$/);
      }
      if (!part.properties) continue;
      maps++;
      expect(part.additionalProperties, path).toBe(false);
    }
    // The top, a task, a rule, the audit.
    expect(maps).toBe(4);
  });

  it('lists what can be chosen, for completion', () => {
    const byPath = new Map(parts(schema));
    const rule = '/rules/*';
    expect(byPath.get(`${rule}/metric|0`)?.enum).toEqual(metrics.map(({ name }) => name));
    expect(byPath.get(`${rule}/stratum|0`)?.enum).toEqual(['overall', 'lowest', 'highest', 'each']);
    expect(byPath.get(`${rule}/level`)?.enum).toEqual(['error', 'warn', 'info']);
    expect(byPath.get(`${rule}/on`)?.enum).toEqual(['interval', 'value']);
    expect(byPath.get('/inconclusive')?.enum).toEqual(['pass', 'warn', 'fail']);
    expect(byPath.get('/resample')?.enum).toEqual(['molecule', 'row', 'cluster']);
    expect(byPath.get('/join')?.enum).toEqual(['id', 'smiles', 'order']);
    expect(byPath.get('/level')).toMatchObject({ minimum: 0.01, maximum: 0.9999 });
    expect(byPath.get('/bootstrap')).toMatchObject({ type: 'integer', minimum: 0, maximum: 1e6 });
    expect(byPath.get('/header')?.type).toBe('boolean');
    expect(byPath.get(rule)?.required).toEqual(['metric']);
    expect(byPath.get('/tasks/*')?.required).toEqual(['name']);
    expect(schema.required).toBeUndefined();
  });

  const rest = 'split: s\npredictions: p\nbaseline: b\nmargin: 0\n';
  it.each([
    starterConfig({ predictions: [], task: null }),
    `${rest}rules: [{metric: roc-auc, stratum: cliff=rest, maxDrop: 5 %}, {metric: R2, margin: .5e-1}]`,
    `${rest}$schema: x\nbins: "0,1/2,1"\nrules: [{metric: mae, min: -1, max: 2, on: value, margin: 0}]`,
    'split: s\npredictions: p\naudit: {maxDuplicates: 1%, maxNear: {0.9: 1, "1": 2%}}',
    'split: s\naudit: {maxCliffs: 3, maxNear: ["0.9:1%"]}\ntasks: [{name: a, predictions: x}]',
    'train: s\ntruth: t\npredictions: p\naudit: {maxConflicts: "1/3", maxNear: "0.9:1%"}\nheader: false',
  ])('takes what is taken: %j', (text) => {
    folder.file('c.yaml', text);
    expect(loadConfig('c.yaml', folder.path).tasks).toHaveLength(1);
    expect(holds(schema, parse(text))).toBe(true);
  });

  it.each([
    'splt: s',
    'seed: -1',
    'seed: 1.5',
    'split: 3',
    'split: " "',
    'inconclusive: maybe',
    'margin: -5%',
    'tasks: []',
    'tasks: [{predictions: p}]',
    'rules: [{metric: mae, max: x}]',
    'rules: [{max: 1}]',
    'rules: {metric: mae}',
    'rules: [{metric: mae, maxDorp: 1}]',
    'audit: {maxDuplicates: -1}',
    'audit: {maxNear: []}',
    'audit: {near: 1}',
  ])('refuses what is refused: %s', (text) => {
    folder.file('c.yaml', text);
    expect(() => loadConfig('c.yaml', folder.path)).toThrow();
    expect(holds(schema, parse(text))).toBe(false);
  });
});
