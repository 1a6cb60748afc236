import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

type Json = Record<string, unknown>;

const validators = new Map<string, ValidateFunction>();

/** The schema of a document, as it is shipped. */
export function shippedSchema(name: string): Json {
  return JSON.parse(readFileSync(new URL(`../../schemas/${name}.json`, import.meta.url), 'utf8'));
}

/** The same schema, by which a field that it does not know is wrong. */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const all = Object.fromEntries(Object.entries(schema).map(([key, own]) => [key, closed(own)]));
  const isObject = all.type === 'object' && all.properties !== undefined;
  return isObject && all.additionalProperties === undefined
    ? { ...all, additionalProperties: false }
    : all;
}

function validatorOf(name: string): ValidateFunction {
  const known = validators.get(name);
  if (known) return known;
  const ajv = new Ajv2020({ allErrors: false, strict: true, allowUnionTypes: true });
  ajv.addFormat('date-time', true);
  const made = ajv.compile(closed(shippedSchema(name)) as Json);
  validators.set(name, made);
  return made;
}

/** What is wrong with a document by the schema that it names, fields that this does not know included; null where nothing is. */
export function problemOf(document: unknown): string | null {
  const id = (Object(document) as Json).schema;
  const name = /^tanimark\/([a-z-]+)\/\d+$/.exec(String(id))?.[1];
  if (name === undefined) return `its "schema" is ${JSON.stringify(id)}`;
  const validate = validatorOf(name);
  if (validate(document)) return null;
  const [{ instancePath, message, params } = {}] = validate.errors ?? [];
  return `${id}: ${instancePath || '/'} ${message} ${JSON.stringify(params)}`;
}

/**
 * Holds what a run printed with `--json`, and the manifest beside its output, against their schemas.
 *
 * @throws Error that says what is wrong
 */
export function checkDocuments(args: readonly string[], stdout: string, cwd?: string): void {
  const end = args.indexOf('--');
  const flags = end < 0 ? args : args.slice(0, end);
  // A schema is a document of JSON Schema.
  const isSchema = args[0] === 'schema' || flags.includes('--schema');
  if (flags.includes('--json') && stdout !== '' && !isSchema && stdout.startsWith('{')) {
    tell(args, JSON.parse(stdout));
  }
  const at = Math.max(flags.lastIndexOf('-o'), flags.lastIndexOf('--output'));
  const output = at < 0 ? undefined : args[at + 1];
  if (output === undefined || !['split', 'neighbors'].includes(args[0])) return;
  const manifest = `${output.replace(/[/\\]$/, '')}.manifest.json`;
  const path = cwd === undefined || isAbsolute(manifest) ? manifest : join(cwd, manifest);
  if (existsSync(path)) tell(args, JSON.parse(readFileSync(path, 'utf8')));
}

function tell(args: readonly string[], document: unknown): void {
  const problem = problemOf(document);
  if (problem !== null) throw new Error(`tanimark ${args.join(' ')}: ${problem}`);
}
