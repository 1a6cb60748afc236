import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { manifestPath } from '../split-output.js';
import type { ScoreOptions } from './types.js';

/** What a split's manifest settles for its scoring. */
type FromManifest = Partial<Pick<ScoreOptions, 'bins' | 'fingerprint' | 'smiles' | 'label'>>;

/**
 * The settings with which a split file was made, from the manifest beside it, if there is one and
 * the file is still as it was written. They serve as defaults, so that a split is scored with the bins,
 * fingerprint and label it was made with.
 */
export function manifestSettings(split: string): FromManifest {
  let manifest: {
    command?: unknown;
    parameters?: Record<string, unknown>;
    outputs?: { sha256?: unknown }[];
  };
  let bytes: Buffer;
  try {
    manifest = JSON.parse(readFileSync(manifestPath(split), 'utf8'));
    bytes = readFileSync(split);
  } catch {
    // No manifest, or none of ours: the file speaks for itself.
    return {};
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (manifest?.command !== 'split' || manifest.outputs?.[0]?.sha256 !== sha256) return {};
  const settings: Record<string, string> = {};
  for (const name of ['bins', 'fingerprint', 'smiles', 'label'] as const) {
    const value = manifest.parameters?.[name];
    if (typeof value === 'string') settings[name] = value;
  }
  return settings;
}
