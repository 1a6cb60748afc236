interface Schema {
  readonly description?: string;
  readonly [keyword: string]: unknown;
}
export function allSchemas(): Map<string, Schema>;
export function schemaText(schema: Schema): string;
export function isNullable(field: object): boolean;
