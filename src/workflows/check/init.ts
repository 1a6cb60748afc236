import { basename, join } from 'node:path';
import { TanimarkError } from '../../errors.js';
import { CONFIG_NAMES, configsIn } from '../../gate/config/load.js';
import { BASELINE_FILE, starterConfig } from '../../gate/config/starter.js';
import { checkOutputs, writeText } from '../../tables/output-path.js';
import { findFiles } from './find-files.js';

/** A configuration to begin with. */
export interface InitResult {
  /** The file that was written. */
  readonly path: string;
  /** The file that `--update-baseline` then writes. */
  readonly baseline: string;
  /** Content of the file. */
  readonly text: string;
  /** Notes on missing parts, which are marked TODO, and on choices between several files; one line each. */
  readonly notes: readonly string[];
}

/**
 * Writes `tanimark.config.yaml` into a folder, from the files that are found there.
 *
 * @throws TanimarkError (config) where there is a configuration already, (file) where it cannot be written
 */
export async function initConfig(folder = '.'): Promise<InitResult> {
  const [there] = configsIn(folder);
  if (there !== undefined) {
    const key = basename(there) === 'package.json' ? ' (its key "tanimark")' : '';
    throw new TanimarkError(
      'config',
      `${there}${key} already exists; edit it, or delete it and run the command again`,
    );
  }
  const path = join(folder, CONFIG_NAMES[0]);
  checkOutputs([path]);
  const { notes, ...found } = await findFiles(folder);
  const text = starterConfig(found);
  const missing: string[] = [];
  const data = found.split ?? found.truth;
  if (data === undefined) {
    missing.push(
      'no split found (a table with a split column, or train.csv and test.csv); name it at the TODO',
    );
  }
  if (found.predictions.length === 0) {
    missing.push('no predictions found; name their file at the TODO');
  }
  if (data !== undefined && found.label === undefined) {
    missing.push(`no clear label column in ${data}; name it at the TODO`);
  }
  if (found.task === null) {
    missing.push('the type of the labels is unknown; choose the metric at the TODO');
  }
  if (found.baseline !== undefined) {
    missing.push(
      `${found.baseline} may be the predictions of the model in use; to compare with them, write baseline: ${found.baseline}`,
    );
  }
  await writeText(path, text);
  return { path, baseline: join(folder, BASELINE_FILE), text, notes: [...missing, ...notes] };
}
