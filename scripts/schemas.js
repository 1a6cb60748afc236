import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { documentNames, schemaId } from '../dist/documents.js';
import { MEANINGS, NULLS } from './field-meanings.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const TYPES = join(root, 'src/schemas/documents.ts');

/** Types of the language, which are written out where they stand. */
const isOurs = (symbol) =>
  symbol?.declarations?.some((one) => !one.getSourceFile().fileName.includes('node_modules')) ??
  false;

/** Makes schemas of types. Named types become definitions, each once. */
class Writer {
  /** Definitions by name. */
  definitions = {};
  /** Names of types that have one. */
  names = new Map();

  constructor(checker) {
    this.checker = checker;
  }

  /** @returns a schema of a type, where it stands in another */
  of(type) {
    const name = this.nameOf(type);
    if (name === null) return this.written(type);
    if (this.names.has(type)) return { $ref: `#/$defs/${this.names.get(type)}` };
    // Types of one name in different files.
    let free = name;
    for (let n = 2; free in this.definitions; n++) free = `${name}${n}`;
    this.names.set(type, free);
    this.definitions[free] = {};
    const symbol = type.aliasSymbol ?? type.symbol;
    this.definitions[free] = { ...described(symbol, this.checker), ...this.written(type) };
    return { $ref: `#/$defs/${free}` };
  }

  /** The name of an object type, or of a union of some; null for what is written out. */
  nameOf(type) {
    const symbol =
      type.aliasSymbol ?? (type.symbol?.flags & ts.SymbolFlags.Interface && type.symbol);
    if (!symbol || !isOurs(symbol) || type.aliasTypeArguments?.length > 0) return null;
    const isObject = (one) => (one.flags & ts.TypeFlags.Object) !== 0;
    const parts = type.isUnion() ? type.types : [type];
    return parts.some(isObject) ? symbol.name : null;
  }

  /** A schema of a type that is written out. */
  written(type) {
    const { flags } = type;
    const has = (flag) => (flags & flag) !== 0;
    if (type.isUnion()) return this.union(type.types);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (has(ts.TypeFlags.BooleanLiteral)) {
      return { const: this.checker.typeToString(type) === 'true' };
    }
    if (has(ts.TypeFlags.StringLike)) return { type: 'string' };
    if (has(ts.TypeFlags.NumberLike)) return { type: 'number' };
    if (has(ts.TypeFlags.Null)) return { type: 'null' };
    if (has(ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return {};
    if (this.checker.isTupleType(type)) return this.tuple(type);
    if (this.checker.isArrayType(type)) {
      return { type: 'array', items: this.of(this.checker.getTypeArguments(type)[0]) };
    }
    if (type.symbol?.name === 'Date') return { type: 'string', format: 'date-time' };
    if (has(ts.TypeFlags.Object) || type.isIntersection()) return this.object(type);
    throw new Error(`${this.checker.typeToString(type)} has no schema`);
  }

  tuple(type) {
    const items = this.checker.getTypeArguments(type).map((one) => this.of(one));
    return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
  }

  union(all) {
    const types = all.filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0);
    if (types.length === 1) return this.of(types[0]);
    const isBoolean = types.filter((one) => one.flags & ts.TypeFlags.BooleanLiteral).length === 2;
    const isNull = types.some((one) => one.flags & ts.TypeFlags.Null);
    const values = types.filter((one) => one.isStringLiteral() || one.isNumberLiteral());
    const taken = ts.TypeFlags.Null | (isBoolean ? ts.TypeFlags.BooleanLiteral : 0);
    const others = types.filter((one) => (one.flags & taken) === 0 && !values.includes(one));
    const schemas = others.map((one) => this.of(one));
    if (isBoolean) schemas.push({ type: 'boolean' });
    if (values.length > 0) {
      const literals = values.map(({ value }) => value);
      if (schemas.length === 0) return { enum: isNull ? [...literals, null] : literals };
      schemas.push({ enum: literals });
    }
    if (isNull) {
      const [only] = schemas;
      if (schemas.length === 1 && typeof only.type === 'string' && !('const' in only)) {
        return { ...only, type: [only.type, 'null'] };
      }
      schemas.push({ type: 'null' });
    }
    return schemas.length === 1 ? schemas[0] : { anyOf: schemas };
  }

  object(type) {
    const properties = {};
    const required = [];
    for (const property of this.checker.getPropertiesOfType(type)) {
      const own = this.checker.getTypeOfSymbol(property);
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      properties[property.name] = { ...described(property, this.checker), ...this.of(own) };
      if (!optional) required.push(property.name);
    }
    const info = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(required.length > 0 ? { required } : {}),
      ...(info ? { additionalProperties: this.of(info.type) } : {}),
    };
  }
}

/** What the comment of a symbol says. */
function described(symbol, checker) {
  const text = ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .replace(/\{@link ([^}]+)\}/g, '`$1`')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  return text === '' ? {} : { description: text };
}

/**
 * The schema of every document, by its name.
 *
 * @returns a map in the order of the names
 */
export function allSchemas() {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([TYPES], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(TYPES);
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const documents = checker.getDeclaredTypeOfSymbol(
    exported.find(({ name }) => name === 'Documents'),
  );
  return new Map(documentNames.map((name) => [name, schemaOf(name, documents, checker)]));
}

function schemaOf(name, documents, checker) {
  const property = checker.getPropertyOfType(documents, name);
  const type = checker.getTypeOfSymbol(property);
  const writer = new Writer(checker);
  // Of a result with something added the result is the document.
  const [own = type] = type.aliasTypeArguments ?? [];
  const symbol = own.aliasSymbol ?? own.symbol;
  const { description, ...written } = {
    ...described(symbol, checker),
    ...writer.written(type),
  };
  for (const { $ref } of written.anyOf ?? []) {
    const own = $ref.replace('#/$defs/', '');
    writer.definitions[own] = withId(writer.definitions[own], name);
  }
  const marked = written.anyOf ? written : withId(written, name);
  explain(marked, name, writer.definitions);
  for (const [own, one] of Object.entries(writer.definitions))
    explain(one, own, writer.definitions);
  const definitions = Object.entries(writer.definitions).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:${schemaId(name).replaceAll('/', ':')}`,
    title: schemaId(name),
    ...(description === undefined ? {} : { description }),
    ...marked,
    ...(definitions.length > 0 ? { $defs: Object.fromEntries(definitions) } : {}),
  };
}

/** Gives each field within a schema a description, from {@link MEANINGS} where its type has no comment. */
function explain(schema, holder, definitions) {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const of = (table) => table[`${holder}.${name}`] ?? table[name];
    const shared = definitions[field.$ref?.replace('#/$defs/', '')]?.description;
    const known = MEANINGS[`${holder}.${name}`] ?? shared ?? MEANINGS[name];
    // Fields of one meaning are null in some places alone.
    const fitting = isNullable(field) ? known : known?.replace(/; null [^;.]*\.$/, '.');
    const text = field.description ?? fitting;
    const unsaid = isNullable(field) && !/\bnull\b/i.test(text ?? '') ? of(NULLS) : undefined;
    const { description: _, ...rest } = field;
    const full = unsaid === undefined ? text : `${text?.replace(/\.?$/, '.')} ${unsaid}`;
    schema.properties[name] = { ...(full === undefined ? {} : { description: full }), ...rest };
    explain(field, name, definitions);
  }
  for (const part of ['items', 'additionalProperties']) {
    if (schema[part]) explain(schema[part], holder, definitions);
  }
  for (const part of ['anyOf', 'prefixItems']) {
    for (const one of schema[part] ?? []) explain(one, holder, definitions);
  }
}

/** Whether a field may be null. */
export function isNullable(field) {
  return (
    (Array.isArray(field.type) && field.type.includes('null')) ||
    (field.enum?.includes(null) ?? false) ||
    (field.anyOf?.some(({ type }) => type === 'null') ?? false)
  );
}

/** A schema of a document, with the field that names it, after `command`. */
function withId(schema, name) {
  const { properties, required, ...rest } = schema;
  const { command, ...others } = properties;
  const field = {
    description: 'Name and version of the schema of this document.',
    const: schemaId(name),
  };
  return {
    ...rest,
    properties: { ...(command ? { command } : {}), schema: field, ...others },
    required: [
      ...(command ? ['command'] : []),
      'schema',
      ...required.filter((r) => r !== 'command'),
    ],
  };
}

/** The schema of a document as it is shipped. */
export function schemaText(schema) {
  return `${JSON.stringify(schema, null, 1)}\n`;
}
