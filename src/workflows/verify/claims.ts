import { basename } from 'node:path';
import {
  areSubsetFiles,
  type FoundManifest,
  isSeries,
  type SplitManifest,
} from '../../dataset/manifest/find.js';

/** One division of molecules, and what its manifest says of it. */
export interface Claim {
  /** Name in results: its file, fold, repeat, method or threshold. */
  readonly title: string;
  readonly files: readonly string[];
  /** Which of the folds in the file it is; null where the file is of one division. */
  readonly fold: number | null;
  readonly method: string;
  /** The format of another tool that its files are in; null for tables of all rows. */
  readonly format: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly sizes: Counts;
  /** Null where the manifest does not say. */
  readonly records: Counts | null;
  readonly bins: readonly string[];
  readonly achieved: readonly number[];
  readonly valid: readonly number[] | null;
  readonly withValid: readonly number[] | null;
}

export type Counts = SplitManifest['sizes'];

/** Everything that a manifest claims, division by division. */
export function claimsOf(found: FoundManifest): Claim[] {
  const { content, files } = found;
  if (isSeries(content)) {
    return content.splits.map(({ name, method, parameters, sizes, similarity }, s) => ({
      title: name,
      files: files.slice(s, s + 1),
      fold: null,
      format: null,
      method,
      parameters,
      sizes,
      records: null,
      bins: content.bins,
      achieved: similarity.achieved,
      valid: null,
      withValid: null,
    }));
  }
  const { folds, repeats } = content;
  const parts = folds ?? repeats;
  if (!parts) {
    const title = areSubsetFiles(content.outputs)
      ? (content.part ?? 'the split')
      : basename(files[0]);
    return [claimOf(title, content, content, files)];
  }
  const word = folds ? 'fold' : 'repeat';
  const inOne = folds !== null && content.outputs.length === 1;
  return parts.map((part, k) => ({
    ...claimOf(`${word}-${k}`, content, part, inOne ? files : filesOfPart(found, `${word}-${k}`)),
    fold: inOne ? k : null,
  }));
}

function claimOf(
  title: string,
  { method, parameters, format }: SplitManifest,
  { sizes, records, similarity }: Pick<SplitManifest, 'sizes' | 'records' | 'similarity'>,
  files: readonly string[],
): Claim {
  return {
    ...{ title, files, fold: null, method, parameters, sizes, records },
    format: format ?? null,
    bins: similarity.bins,
    achieved: similarity.achieved,
    valid: similarity.valid?.achieved ?? null,
    withValid: similarity.with_valid,
  };
}

/** Files in the folder of a fold or repeat, or whose name says it. */
function filesOfPart({ content, files }: FoundManifest, name: string): string[] {
  const own = (path: string) =>
    path.startsWith(`${name}/`) || new RegExp(`\\.${name}(\\.|$)`).test(path);
  return files.filter((_, i) => own(content.outputs[i].path));
}
