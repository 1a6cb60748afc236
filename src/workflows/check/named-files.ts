import { lstatSync, readdirSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { manifestPlaces } from '../../dataset/manifest/settings.js';
import { isDataset } from '../../dataset/named/resolve.js';
import { isDirectory } from '../../folders.js';
import { Boundary } from '../../gate/config/boundary.js';
import { FILE_KEYS } from '../../gate/config/schema.js';
import type { GateConfig, TaskConfig } from '../../gate/config/types.js';
import { CheckFailure } from '../../gate/failure.js';

/**
 * Refuses what a task must not read or write: what {@link Boundary} says of its files, and of the manifests beside them.
 * A configuration that was read has been checked for this before; since then links may have been made, and not every one
 * was read from a file.
 *
 * @throws CheckFailure (config)
 */
export function checkNamedFiles(gate: GateConfig, config: TaskConfig): void {
  const boundary = new Boundary(gate.folder, gate.allowOutside);
  for (const key of FILE_KEYS) {
    const path = config[key];
    if (path === undefined || path === null || (key !== 'baseline' && isDataset(path))) continue;
    refuse(boundary.problem(path, written(path, gate)), `\`${key}\` in ${gate.path} is`);
  }
  for (const path of foldersIn(config.split)) {
    refuse(boundary.problem(path, written(path, gate)), 'a folder of the split is');
  }
  for (const path of manifestsOf(config)) {
    // One beside the folder that all is in was not put there by whoever edits what is in it.
    if (!boundary.holds(path) || !lstatSync(path, { throwIfNoEntry: false })) continue;
    refuse(boundary.problem(path, written(path, gate)), 'the manifest of the split is');
  }
}

/** The folders of the parts of a split. */
function foldersIn(split: string | undefined): string[] {
  if (split === undefined || !isDirectory(split)) return [];
  return readdirSync(split)
    .map((name) => join(split, name))
    .filter(isDirectory);
}

function manifestsOf({ split, train, truth }: TaskConfig): string[] {
  const sides = [train, truth].filter((path) => path !== undefined);
  const files = split === undefined ? sides : [split];
  return files.length === 0 ? [] : manifestPlaces(files);
}

function refuse(problem: string | null, what: string): void {
  if (problem !== null) throw new CheckFailure('config', `${what} ${problem}`);
}

/** A path as a configuration has it, but for detours. */
function written(path: string, { folder }: GateConfig): string {
  if (isAbsolute(path) && !isAbsolute(folder)) return path;
  return relative(folder, path).split(sep).join('/');
}
