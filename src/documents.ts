/**
 * Every kind of JSON document that tanimark writes, with the version of its form. A field that is added keeps the version;
 * one that is removed, renamed, or changes its type or meaning raises it.
 */
const VERSIONS = {
  split: 1,
  'repeated-folds': 1,
  series: 1,
  audit: 1,
  'pair-audit': 1,
  score: 1,
  suite: 1,
  compare: 1,
  'compare-cv': 1,
  check: 1,
  'check-init': 1,
  'check-update': 1,
  bench: 1,
  'bench-cells': 1,
  'bench-init': 1,
  'bench-export': 1,
  expect: 1,
  neighbors: 1,
  verify: 1,
  describe: 1,
  datasets: 1,
  'dataset-paths': 1,
  'fetched-datasets': 1,
  'verified-datasets': 1,
  'removed-datasets': 1,
  demo: 1,
  cache: 1,
  schemas: 1,
  completion: 1,
  manifest: 1,
  error: 1,
} as const satisfies Readonly<Record<string, number>>;

/** Name of a kind of document, such as `score`. */
export type DocumentName = keyof typeof VERSIONS;

export const documentNames = Object.keys(VERSIONS) as DocumentName[];

/** What the field `schema` of a document holds, such as `tanimark/score/1`. */
export function schemaId(name: DocumentName): string {
  return `tanimark/${name}/${VERSIONS[name]}`;
}

/** A result with the field that names its schema, after `command`, with which every document begins. */
export function documentOf(name: DocumentName, value: object): object {
  const { command, ...rest } = value as { command?: unknown };
  return { ...(command === undefined ? {} : { command }), schema: schemaId(name), ...rest };
}
