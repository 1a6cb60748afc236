import { PLACEHOLDERS } from './words.js';

/** A commented configuration to begin with, which runs as it is: its models are baselines. */
export function starterBench(): string {
  return `# A benchmark: every model on every split of every data set.
#   tanimark bench --dry-run   lists what would be run
#   tanimark bench             runs what is not finished; a killed run goes on where it was
#   tanimark bench report      shows the results again
# Commands in this file are run: use only configurations that you trust.

# Data sets: names of "tanimark datasets list", suites such as suite:moleculeace, or files.
data:
  - drugs
  # - my/assay.csv
  # - {file: my/assay.csv, label: pIC50}

# Splits: methods of "tanimark split --methods" with their options. Repeats use successive seeds.
splits:
  - {method: random, repeats: 3}
  - {method: sae, repeats: 3}
  - {method: scaffold}

# Models: commands of yours, or baselines (builtin). Placeholders of a command:
${Object.entries(PLACEHOLDERS)
  .map(([name, text]) => `#   {${name}}`.padEnd(19) + text)
  .join('\n')}
# The command runs in the folder of this file. It reads {train}, predicts {test}, and writes a table
# with ids or SMILES and predictions to {predictions}. If a file under inputs changes, it is run again.
models:
  knn: {builtin: knn}
  # rf:
  #   run: python train_rf.py --train {train} --test {test} --label {label} --seed {seed} --out {predictions}
  #   inputs: [train_rf.py]
  #   timeout: 2h

# The first metric is the one of the tables on the terminal ("tanimark score --list-metrics").
metrics: [mae, rmse, spearman]
`;
}
