import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { MULTIPLE, type Multiple } from '../chemistry/cells.js';
import { STANDARDIZE_LEVELS, type StandardizeLevel } from '../chemistry/standardize/levels.js';
import { manifestPath } from './output.js';

/** How a split was made, as far as it matters to those who read it. */
export interface SplitSettings {
  readonly bins?: string;
  readonly fingerprint?: string;
  readonly smiles?: string;
  readonly label?: string;
  readonly multiple?: Multiple;
  readonly standardize?: StandardizeLevel;
}

/** What the manifest beside a split says. */
export interface FromManifest {
  readonly settings: SplitSettings;
  readonly warnings: readonly string[];
}

interface Manifest {
  readonly command?: unknown;
  readonly parameters?: Record<string, unknown>;
  /** Of several splits: their parameters, in the order of the outputs. */
  readonly splits?: { readonly parameters?: Record<string, unknown> }[];
  readonly outputs?: { readonly path?: unknown; readonly sha256?: unknown }[];
}

const TEXTS = ['bins', 'fingerprint', 'smiles', 'label'] as const;

/**
 * The settings with which a split was made, from the manifest beside its file, or beside the folder
 * that its files are in. Files that were changed since are another split: the manifest no longer speaks for them,
 * and that is said.
 *
 * @param files of one split: its table, or its train and test tables
 */
export function settingsOfSplit(files: readonly string[]): FromManifest {
  const nothing = { settings: {}, warnings: [] };
  if (files.length === 0 || files.includes('-')) return nothing;
  const places = [...(files.length === 1 ? [files[0]] : []), dirname(files[0])];
  for (const path of places.map(manifestPath)) {
    const found = readManifest(path, files);
    if (!found) continue;
    if (found.changed === undefined) return { settings: found.settings, warnings: [] };
    const warning = `${found.changed} has changed since the split was made (${path} has another checksum); its settings are not used`;
    return { settings: {}, warnings: [warning] };
  }
  return nothing;
}

/** What a manifest says of files; nothing if there is none, or it is of other files that happen to lie there. */
function readManifest(
  path: string,
  files: readonly string[],
): { settings: SplitSettings; changed: string | undefined } | undefined {
  try {
    const manifest: Manifest = JSON.parse(readFileSync(path, 'utf8'));
    const { outputs, splits } = manifest;
    if (!Array.isArray(outputs) || !String(manifest.command).startsWith('split')) return undefined;
    const places = files.map((file) => outputs.findIndex((o) => o.path === basename(file)));
    if (places.includes(-1)) return undefined;
    const changed = files.find((file, i) => sha256Of(file) !== outputs[places[i]].sha256);
    const parameters = splits ? splits[places[0]]?.parameters : manifest.parameters;
    return { settings: settingsIn(parameters ?? {}), changed };
  } catch {
    // No manifest, or none of ours: the files speak for themselves.
    return undefined;
  }
}

function settingsIn(parameters: Record<string, unknown>): SplitSettings {
  const texts = TEXTS.flatMap((name) =>
    typeof parameters[name] === 'string' ? [[name, parameters[name]]] : [],
  );
  const standardize = STANDARDIZE_LEVELS.find((level) => level === parameters.standardize);
  const multiple = MULTIPLE.find((what) => what === parameters.multiple);
  return {
    ...Object.fromEntries(texts),
    ...(standardize ? { standardize } : {}),
    ...(multiple ? { multiple } : {}),
  };
}

function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
