import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const files = fileURLToPath(new URL('../test/fixtures/repository/', import.meta.url));

/**
 * Makes a repository with a gate, and a pull request whose model is worse at low similarity alone; main.csv is what the
 * model in use predicts.
 *
 * @param folder an empty one
 * @param run runs tanimark there with arguments
 */
export function exampleRepository(folder, run) {
  const propose = (model, name = 'predictions.csv') =>
    copyFileSync(join(files, 'predictions', `${model}.csv`), join(folder, name));
  for (const name of ['split.csv', 'split.csv.manifest.json']) {
    copyFileSync(join(files, name), join(folder, name));
  }
  propose('base');
  run(['check', '--init']);
  run(['check', '--update-baseline']);
  propose('base', 'main.csv');
  propose('worse-at-low-similarity');
}
