import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TanimarkError } from '../errors.js';
import { list, nearestWord } from '../text.js';

/** A bundled data set, as `datasets/registry.json` describes it. */
export interface BundledDataset {
  readonly name: string;
  readonly file: string;
  readonly summary: string;
  /** Its label column. */
  readonly label: string;
}

const folder = new URL('../../datasets/', import.meta.url);

/** The data sets that come with the package. */
export function bundledDatasets(): BundledDataset[] {
  return JSON.parse(readFileSync(new URL('registry.json', folder), 'utf8'));
}

/** Resolves `dataset:<name>` to the file of a bundled data set; any other text is a path already. */
export function resolveInput(input: string): { path: string; dataset?: BundledDataset } {
  if (!input.startsWith('dataset:')) return { path: input };
  const name = input.slice('dataset:'.length);
  const all = bundledDatasets();
  const dataset = all.find((d) => d.name === name);
  if (!dataset) {
    const names = all.map((d) => d.name);
    const near = nearestWord(name, names);
    throw new TanimarkError(
      'file',
      `${input}: unknown data set${near ? ` (did you mean dataset:${near}?)` : ''}; choose from ${list(names)}`,
    );
  }
  return { path: fileURLToPath(new URL(dataset.file, folder)), dataset };
}
