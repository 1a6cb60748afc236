/** As much of a JSON Schema as those of documents have. */
export interface Schema {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly description?: string;
}

/**
 * What a program that reads documents of one schema could find wrong in those of another: fields that are gone, that may be
 * left out, or that have another type. New fields, new choices of a text and descriptions are none.
 */
export function changesOf(before: Schema, now: Schema): string[] {
  const changes: string[] = [];
  const seen = new Set<string>();
  const at = (schema: Schema, root: Schema): Schema => {
    const name = schema.$ref?.replace('#/$defs/', '');
    return name === undefined ? schema : (root.$defs?.[name] ?? {});
  };
  const compare = (then: Schema, current: Schema, path: string): void => {
    const key = `${then.$ref} ${current.$ref}`;
    if (then.$ref !== undefined && current.$ref !== undefined) {
      if (seen.has(key)) return;
      seen.add(key);
    }
    const [old, own] = [at(then, before), at(current, now)];
    if (shapeOf(old) !== shapeOf(own)) {
      changes.push(`${path || '/'}: ${shapeOf(old)} is ${shapeOf(own)} now`);
      return;
    }
    for (const [name, field] of Object.entries(old.properties ?? {})) {
      const found = own.properties?.[name];
      if (found === undefined) {
        changes.push(`${path}/${name} is gone`);
        continue;
      }
      if (old.required?.includes(name) && !own.required?.includes(name)) {
        changes.push(`${path}/${name} may be left out`);
      }
      compare(field, found, `${path}/${name}`);
    }
    if (old.items && own.items) compare(old.items, own.items, `${path}[]`);
    if (typeof old.additionalProperties === 'object') {
      compare(old.additionalProperties, own.additionalProperties as Schema, `${path}.*`);
    }
    for (const part of ['anyOf', 'prefixItems'] as const) {
      for (const [i, one] of (old[part] ?? []).entries()) {
        compare(one, own[part]?.[i] ?? {}, `${path}(${i})`);
      }
    }
  };
  compare(before, now, '');
  return changes;
}

/** What kind of value a schema takes, without what is inside of it. */
function shapeOf(schema: Schema): string {
  if (schema.anyOf) return `one of ${schema.anyOf.length}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) {
    const types = schema.enum.map((value) => (value === null ? 'null' : typeof value));
    return [...new Set(types)].sort().join(' or ');
  }
  const types = [schema.type ?? 'anything'].flat().sort().join(' or ');
  return typeof schema.additionalProperties === 'object' ? `${types} by name` : types;
}
