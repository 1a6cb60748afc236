/**
 * What of a check is in the library: loaded when it is called, because the packages that read a configuration take as
 * long to start as everything else together, and most runs have none.
 */

import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import type { TanimarkError } from '../../errors.js';
import type { LoadConfigOptions } from '../../gate/config/load.js';
import type { GateConfig } from '../../gate/config/types.js';
import type { CheckSummary } from '../../gate/types.js';
import type { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { GATE } from '../options.js';
import type { InitResult } from './init.js';
import type { BaselineUpdate } from './update.js';

/** The configuration of a folder; as `findConfig` of the gate. @throws TanimarkError (config) */
export async function findConfig(folder: string, cwd?: string): Promise<string> {
  return (await import('../../gate/config/load.js')).findConfig(folder, cwd);
}

/**
 * Reads a configuration, checks it, and puts every default in place. Its files must be regular files of its repository.
 *
 * @param path the configuration that is found in the working folder unless given
 * @param cwd what paths are relative to; the working folder unless given
 * @param options `allowOutside` takes regular files from anywhere, for configurations that are trusted
 * @throws TanimarkError (config) in one line: file, line, key, what is wrong and what to do
 */
export async function loadConfig(
  path?: string,
  cwd?: string,
  options?: LoadConfigOptions,
): Promise<GateConfig> {
  return (await import('../../gate/config/load.js')).loadConfig(path, cwd, options);
}

/** The JSON Schema (draft 7) of a configuration. */
export async function configSchema(): Promise<object> {
  return (await import('../../gate/config/json-schema.js')).configSchema();
}

/** Writes a commented `tanimark.config.yaml` into a folder. @throws TanimarkError (config, file) */
export async function initConfig(folder?: string): Promise<InitResult> {
  return (await import('./init.js')).initConfig(folder);
}

/** Runs a gate. What is wrong with an input is an error in the result. @throws AbortedError */
export async function check(
  gate: GateConfig,
  cache?: StructureCache,
  job?: Job,
): Promise<CheckSummary> {
  checkOptions('check', GATE, gate, job);
  return (await import('./index.js')).check(gate, cache, job);
}

/** The result of a check whose configuration is wrong. @param config its path; null where it was to be found */
export async function failedCheck(
  config: string | null,
  error: TanimarkError,
): Promise<CheckSummary> {
  return (await import('./index.js')).failedCheck(config, error);
}

/** Makes the predictions of a configuration its baseline. @throws TanimarkError */
export async function updateBaseline(
  gate: GateConfig,
  cache?: StructureCache,
  job?: Job,
): Promise<BaselineUpdate> {
  checkOptions('updateBaseline', GATE, gate, job);
  return (await import('./update.js')).updateBaseline(gate, cache, job);
}
