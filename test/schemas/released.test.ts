import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changesOf, type Schema } from './changes.js';
import { shippedSchema } from './validate.js';

/** The schemas of the last release. A release copies `schemas/` there; nothing else changes them. */
const folder = new URL('released/', import.meta.url);
const released = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
const schemaOf = (name: string): Schema =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));

describe('since the last release', () => {
  it.each(released)('%s has new fields at most, or another version', (name) => {
    const [before, now] = [schemaOf(name), shippedSchema(name) as Schema];
    const version = (schema: Schema) => Number(/\d+$/.exec(schema.title ?? '')?.[0]);
    if (version(now) > version(before)) return;
    expect(now.title).toBe(before.title);
    expect(changesOf(before, now)).toEqual([]);
  });
});

describe('a change of a schema', () => {
  const object = (properties: Readonly<Record<string, Schema>>, required: string[] = []) => ({
    type: 'object',
    properties,
    required,
  });
  const text = { type: 'string' };
  const before: Schema = object({ a: text, b: { type: ['number', 'null'] } }, ['a', 'b']);
  it.each<[what: string, now: Schema, changes: RegExp[]]>([
    ['a new field', object({ ...(before.properties ?? {}), c: text }, ['a', 'b', 'c']), []],
    ['another description', { ...before, description: 'x' }, []],
    ['a field that is gone', object({ a: text }, ['a']), [/^\/b is gone$/]],
    [
      'another type',
      object({ a: { type: 'number' }, b: { type: ['number', 'null'] } }, ['a', 'b']),
      [/^\/a: /],
    ],
    [
      'null where there was none',
      object({ a: { type: ['string', 'null'] }, b: { type: ['number', 'null'] } }, ['a', 'b']),
      [/^\/a: /],
    ],
    [
      'a field that may be left out',
      object({ a: text, b: { type: ['number', 'null'] } }, ['a']),
      [/^\/b may be left out$/],
    ],
  ])('%s', (_, now, changes) => {
    const found = changesOf(before, now);
    expect(found).toHaveLength(changes.length);
    for (const [i, change] of changes.entries()) expect(found[i]).toMatch(change);
  });

  it('is found in lists, definitions and unions', () => {
    const nested = (field: object): Schema => ({
      ...object({ list: { type: 'array', items: { $ref: '#/$defs/Item' } } }, ['list']),
      $defs: { Item: { anyOf: [object({ a: field }, ['a']), { type: 'null' }] } },
    });
    expect(changesOf(nested(text), nested(text))).toEqual([]);
    expect(changesOf(nested(text), nested({ type: 'number' }))).toEqual([
      expect.stringMatching(/^\/list\[\]/),
    ]);
  });
});
