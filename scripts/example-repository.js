import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const files = fileURLToPath(new URL('../test/fixtures/repository/', import.meta.url));

/** What a model predicts, as a file of the repository. */
function propose(folder, model, name = 'predictions.csv') {
  copyFileSync(join(files, 'predictions', `${model}.csv`), join(folder, name));
}

/** The files of a repository before it has a gate. @param folder an empty one */
export function beforeGate(folder) {
  for (const name of ['split.csv', 'split.csv.manifest.json']) {
    copyFileSync(join(files, name), join(folder, name));
  }
  propose(folder, 'base');
}

/** A pull request whose model is worse at low similarity alone; main.csv is what the model in use predicts. */
export function proposeWorse(folder) {
  propose(folder, 'base', 'main.csv');
  propose(folder, 'worse-at-low-similarity');
}

/** What makes the gate of a repository, between {@link beforeGate} and {@link proposeWorse}. */
export const gateCommands = [
  ['check', '--init'],
  ['check', '--update-baseline'],
];

/**
 * Makes a repository with a gate, and a pull request that it stops.
 *
 * @param folder an empty one
 * @param run runs tanimark there with arguments
 */
export function exampleRepository(folder, run) {
  beforeGate(folder);
  for (const args of gateCommands) run(args);
  proposeWorse(folder);
}
