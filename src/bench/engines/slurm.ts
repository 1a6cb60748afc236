import { VERSION } from '../../version.js';
import { type Engine, type EngineStep, stepsOf } from './engine.js';

/** Tasks of one array: SLURM's usual limit (MaxArraySize) is 1,001. */
const ARRAY = 1000;

/** SLURM: job arrays of splits and of cells, and a job that merges. */
export const slurm: Engine = {
  name: 'slurm',
  summary: 'job script, for a SLURM cluster',
  command: (path) => `sh ${path}`,

  files(plan, place) {
    const splits = [...new Set(plan.splits.map(({ id }) => id))];
    return [{ name: 'slurm.sh', text: script(splits, stepsOf(plan), place.config, place.output) }];
  },
};

function script(
  splits: readonly string[],
  steps: readonly EngineStep[],
  config: string,
  output: string,
): string {
  return `#!/bin/sh
#SBATCH --job-name=tanimark
#SBATCH --cpus-per-task=1
# A benchmark as SLURM jobs. Written by tanimark ${VERSION} (tanimark bench export --engine slurm);
# write it again after a change of the configuration. In the folder of the configuration:
#   sh ${output}/slurm.sh [options of sbatch, such as --partition=short --cpus-per-task=4 --mem=8G]
# It submits an array of splits, an array of cells that waits for them, and a job that merges. What is finished is left
# out. The report is in ${output}/slurm/merge.log.
set -eu

TANIMARK=\${TANIMARK:-tanimark}
OUT=${output}

run() {
  exec $TANIMARK bench -c ${config} -o "$OUT" --quiet --threads "\${SLURM_CPUS_PER_TASK:-1}" "$@"
}

# One a line.
splits() {
  cat <<'END'
${splits.join('\n')}
END
}

# The split that they need, and the cells that one task makes.
steps() {
  cat <<'END'
${steps.map(({ split, cells }) => `${split} ${cells.join(',')}`).join('\n')}
END
}

case \${1:-} in
  # A task of an array; $2 is the line of its first task, from 0.
  --run-split) run --cell "$(splits | sed -n "$(($2 + SLURM_ARRAY_TASK_ID + 1))p")" ;;
  --run-cells)
    cells=$(steps | sed -n "$(($2 + SLURM_ARRAY_TASK_ID + 1))p")
    run --cell "\${cells#* }"
    ;;
  --run-merge) run merge ;;
esac

script=$0
mkdir -p "$OUT/slurm"

# Whether all these cells are finished.
finished() {
  for id in $(printf '%s' "$1" | tr , ' '); do
    [ -e "$OUT/cells/$id/manifest.json" ] || return 1
  done
}

# Lines, from 0, of the steps and of the splits that are not finished.
cells_to_make=
splits_to_make=
line=0
needed=
while read -r split cells; do
  if ! finished "$cells"; then
    cells_to_make="$cells_to_make $line"
    needed="$needed $split "
  fi
  line=$((line + 1))
done <<END
$(steps)
END
line=0
while read -r split; do
  case $needed in
    *" $split "*)
      [ -e "$OUT/splits/$split/manifest.json" ] || splits_to_make="$splits_to_make $line"
      ;;
  esac
  line=$((line + 1))
done <<END
$(splits)
END

# submit <what> <lines> <options of sbatch>: arrays of ${ARRAY} tasks at most; their ids are added to $ids.
submit() {
  what=$1
  lines=$2
  shift 2
  first=0
  while [ -n "$lines" ]; do
    tasks=
    rest=
    for line in $lines; do
      if [ "$line" -lt $((first + ${ARRAY})) ]; then tasks="$tasks,$((line - first))"; else rest="$rest $line"; fi
    done
    if [ -n "$tasks" ]; then
      id=$(sbatch --parsable --array="\${tasks#,}" --output="$OUT/slurm/$what-%A_%a.log" "$@" \\
        "$script" "--run-$what" "$first")
      ids="$ids:\${id%%;*}"
    fi
    lines=$rest
    first=$((first + ${ARRAY}))
  done
}

ids=
submit split "$splits_to_make" "$@"
splits_ids=$ids
ids=
submit cells "$cells_to_make" \${splits_ids:+"--dependency=afterany$splits_ids"} "$@"
id=$(sbatch --parsable \${ids:+"--dependency=afterany$ids"} --output="$OUT/slurm/merge.log" "$@" "$script" --run-merge)
printf 'splits%s, cells%s, merge:%s; squeue shows them\\n' "\${splits_ids:-: finished}" "\${ids:-: finished}" "\${id%%;*}"
`;
}
