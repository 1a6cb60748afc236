import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { STANDARDIZE_LEVELS } from '../../chemistry/standardize/levels.js';
import { manifestPath } from '../output.js';
import type { ScoreOptions } from './types.js';

/** What the manifest beside a split says for its scoring. */
export interface FromManifest {
  readonly settings: Partial<
    Pick<ScoreOptions, 'bins' | 'fingerprint' | 'standardize' | 'smiles' | 'label'>
  >;
  readonly warnings: readonly string[];
}

interface Manifest {
  readonly command?: unknown;
  readonly parameters?: Record<string, unknown>;
  readonly outputs?: { readonly path?: unknown; readonly sha256?: unknown }[];
}

/**
 * The settings with which a split was made, from the manifest beside the split file or beside the folder
 * of train and test files, so that it is scored with the same bins, fingerprint, structures and label. A file that
 * was changed since is another split: the manifest no longer speaks for it, and that is said.
 */
export function readManifest({ split, train, truth }: ScoreOptions): FromManifest {
  const nothing = { settings: {}, warnings: [] };
  const files = [split ?? train, split === undefined ? truth : undefined].filter(
    (file) => file !== undefined && file !== '-',
  ) as string[];
  if (files.length === 0) return nothing;
  const path = manifestPath(split ?? dirname(files[0]));
  let manifest: Manifest;
  let changed: string[];
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8'));
    if (manifest?.command !== 'split' || !Array.isArray(manifest.outputs)) return nothing;
    const known = files.map((file) => manifest.outputs?.find((o) => o.path === basename(file)));
    // A manifest of other files that happens to lie there.
    if (known.some((output) => output === undefined)) return nothing;
    changed = files.filter((file, i) => sha256Of(file) !== known[i]?.sha256);
  } catch {
    // No manifest, or none of ours: the files speak for themselves.
    return nothing;
  }
  if (changed.length > 0) {
    const warning = `${changed[0]} has changed since the split was made (${path} has another checksum); its settings are not used`;
    return { settings: {}, warnings: [warning] };
  }
  const settings: Record<string, string> = {};
  // Columns are the split's own; truths that come with the predictions have theirs.
  const names =
    split === undefined && truth === undefined
      ? (['bins', 'fingerprint'] as const)
      : (['bins', 'fingerprint', 'smiles', 'label'] as const);
  for (const name of names) {
    const value = manifest.parameters?.[name];
    if (typeof value === 'string') settings[name] = value;
  }
  const level = manifest.parameters?.standardize;
  const standardize = STANDARDIZE_LEVELS.find((known) => known === level);
  return { settings: standardize ? { ...settings, standardize } : settings, warnings: [] };
}

function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
