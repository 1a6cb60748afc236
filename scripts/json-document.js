// docs/json.md: a line for each field of each document, from the JSON Schemas.
import { isNullable } from './schemas.js';

const HEAD = `# JSON documents

Every command prints its result as one JSON document with \`--json\`, and split and neighbors write a manifest beside
their outputs. Each document has a JSON Schema (draft 2020-12), which comes with the package:

\`\`\`sh
tanimark schema                 # the names of all documents
tanimark schema score           # the schema of the document of tanimark score
\`\`\`

The field \`schema\` of a document names its schema and version, such as \`tanimark/score/1\`. A new field keeps the version, so
ignore fields that you do not know. If a field is removed, renamed, or changes its type or meaning, the version is raised.
\`examples/python/tanimark_results.py\` reads every document by its schema ([python.md](python.md)).

Similarities are from 0 to 1, shares too, times are in seconds, sizes in bytes, rows count from 1. Metrics and
differences have the unit of the label, or none. A value that is not defined is \`null\`, never 0 or NaN; \`reason\` then says why.
Fields marked "optional" are left out where they do not apply.

## Errors

With \`--json\` an error is a document on standard output, too. The line on standard error and the exit code stay the same.

\`\`\`json
ERROR
\`\`\`

`;

/** @param error the text of an error document @param schemas by name */
export function jsonMarkdown(schemas, error) {
  const list = [...schemas.keys()].map((name) => `[${name}](#${name})`).join(', ');
  const written = new Map();
  const parts = [...schemas].map(([name, schema]) => documentPart(name, schema, written));
  return `${HEAD.replace('ERROR', error.trim())}Documents: ${list}\n\n${parts.join('\n')}`;
}

/** @param written the document and text of each type that was written before */
function documentPart(name, schema, written) {
  const { title, description = '', $defs = {} } = schema;
  const own = schema.anyOf
    ? `One of: ${schema.anyOf.map((one) => typeOf(one)).join(', ')}.\n`
    : tableOf(schema);
  const types = Object.entries($defs).map(([type, one]) => {
    const text = typePart(type, one);
    const before = written.get(type);
    if (before?.text === text) return `\n**${type}**: as of [${before.name}](#${before.name})\n`;
    written.set(type, { name, text });
    return text;
  });
  return `## ${name}\n\n\`${title}\`${description ? `. ${description}` : ''}\n\n${own}${types.join('')}`;
}

function typePart(type, schema) {
  const { description, anyOf, properties } = schema;
  const head = `\n**${type}**${description ? `: ${description}` : ''}\n\n`;
  if (anyOf) return `${head}${anyOf.map(tableOf).join('\nor\n\n')}`;
  return `${head}${properties ? tableOf(schema) : `${typeOf(schema)}\n`}`;
}

function tableOf(schema) {
  const rows = rowsOf(schema, '');
  if (rows.length === 0) return `${typeOf(schema)}\n`;
  return `| field | type | meaning |\n| --- | --- | --- |\n${rows.join('')}`;
}

/** A row for each field, and for those of objects that are written out in it. */
function rowsOf(schema, before) {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const optional = schema.required?.includes(name) ? '' : ', optional';
    const path = `${before}${name}`;
    const [inner, mark] = insideOf(field);
    return [
      `| \`${path}\` | ${cell(typeOf(field))}${optional} | ${cell(field.description ?? '')} |\n`,
      ...(inner ? rowsOf(inner, `${path}${mark}.`) : []),
    ];
  });
}

/** The object that is written out in a field, and what stands for its place: \`[]\` in a list, \`.*\` by name. */
function insideOf(field) {
  const some = field.anyOf?.find((one) => one.properties ?? one.items ?? one.additionalProperties);
  const one = some ?? field;
  if (one.properties) return [one, ''];
  if (one.items) {
    const [inner, mark] = insideOf(one.items);
    return [inner, `[]${mark}`];
  }
  if (typeof one.additionalProperties === 'object') {
    const [inner, mark] = insideOf(one.additionalProperties);
    return [inner, `.*${mark}`];
  }
  return [null, ''];
}

/** The type of a field, in words. */
function typeOf(field) {
  if (field.anyOf) {
    const others = field.anyOf.filter(({ type }) => type !== 'null').map(typeOf);
    return `${others.join(' or ')}${isNullable(field) ? ' or null' : ''}`;
  }
  if (field.$ref) return field.$ref.replace('#/$defs/', '');
  if ('const' in field) return code(field.const);
  if (field.enum)
    return field.enum.map((value) => (value === null ? 'null' : code(value))).join(', ');
  const types = [field.type].flat().map((type) => shape(type, field));
  return types.join(' or ');
}

function shape(type, { items, prefixItems, additionalProperties }) {
  if (type === undefined) return 'anything';
  if (type === 'array' && prefixItems) return `[${prefixItems.map(typeOf).join(', ')}]`;
  if (type === 'array') return `list of ${typeOf(items)}`;
  if (type === 'object' && additionalProperties) return `${typeOf(additionalProperties)} by name`;
  return { string: 'text', boolean: 'true or false', object: 'object' }[type] ?? type;
}

const code = (value) => `\`${value}\``;
const cell = (text) => text.replaceAll('|', '\\|');
