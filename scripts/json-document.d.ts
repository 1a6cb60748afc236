export function jsonMarkdown(schemas: ReadonlyMap<string, object>, error: string): string;
