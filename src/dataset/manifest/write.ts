import { dirname, relative } from 'node:path';
import { schemaId } from '../../documents.js';
import { isFolder } from '../../tables/output-path.js';

/** The form of manifests that this version writes; `manifest` in them. */
const FORM = 1;
/** Invalid rows that a manifest lists; the file itself has all of them. */
const LISTED_INVALID = 20;

/** The result of a command, of which a manifest is a copy. */
interface Described {
  readonly command: string;
  readonly outputs: readonly { readonly path: string }[];
}

/**
 * The text of a manifest: everything that is needed to make an output again and to recognize it, and nothing that differs
 * between equal runs, such as `seconds`. Paths of outputs are relative to the manifest, so that the same result has the
 * same manifest wherever it is written.
 *
 * @param output the file or folder that the manifest is beside
 */
export function manifestText(result: Described, output: string): string {
  const { seconds: _, outputs, ...rest } = result as Described & { seconds?: unknown };
  const base = isFolder(output) ? output : dirname(output);
  const beside = outputs.map((one) => ({
    ...one,
    path: relative(base, one.path).replaceAll('\\', '/'),
  }));
  return `${JSON.stringify({ manifest: FORM, schema: schemaId('manifest'), ...rest, outputs: beside }, null, 2)}\n`;
}

/** The invalid rows that a manifest lists. */
export function listedInvalid<Row>(rows: readonly Row[]): Row[] {
  return rows.slice(0, LISTED_INVALID);
}
