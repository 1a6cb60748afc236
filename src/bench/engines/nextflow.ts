import { VERSION } from '../../version.js';
import { type Engine, type EngineStep, stepsOf } from './engine.js';

/** Nextflow (DSL2): one machine, or a cluster or cloud by its executors. */
export const nextflow: Engine = {
  name: 'nextflow',
  summary: 'main.nf and nextflow.config, for one machine or a cluster',
  command: (path) => `nextflow run ${path}`,

  files(plan, place) {
    return [
      { name: 'main.nf', text: script(stepsOf(plan), place.config, place.output) },
      { name: 'nextflow.config', text: SETTINGS },
    ];
  },
};

function script(steps: readonly EngineStep[], config: string, output: string): string {
  const run = `\${params.tanimark} bench -c ${config} -o ${output} --quiet --threads \${task.cpus}`;
  const task = (...[args, variable]: string[]) => `    """
    cd '\${workflow.launchDir}'
    ${run} ${args}${variable === undefined ? '' : ` \${${variable}}`}
    """`;
  return `// A benchmark for Nextflow (DSL2, 22.12 or later). Written by tanimark ${VERSION} (tanimark bench export --engine
// nextflow); write it again after a change of the configuration. Run it in the folder of the configuration, which has to be
// on a file system that all machines share: nextflow run ${output}/main.nf

// The split that they need, and the cells that one task makes.
def steps() {
    return [
${steps.map(({ split, cells }) => `        ['${split}', '${cells.join(',')}'],`).join('\n')}
    ]
}

def isFinished(cells) {
    return cells.tokenize(',').every { id ->
        new File("\${workflow.launchDir}/${output}/cells/\${id}/manifest.json").exists()
    }
}

process SPLIT {
    tag "\${split}"

    input:
    val split

    output:
    tuple val(split), val(true)

    script:
${task('--cell', 'split')}
}

process CELLS {
    tag "\${cells}"

    input:
    tuple val(split), val(made), val(cells)

    output:
    val true

    script:
${task('--cell', 'cells')}
}

process MERGE {
    debug true

    input:
    val made

    script:
${task('merge')}
}

workflow {
    todo = channel.fromList(steps().findAll { step -> !isFinished(step[1]) })
    made = SPLIT(todo.map { step -> step[0] }.unique())
    done = CELLS(made.combine(todo, by: 0))
    MERGE(done.collect().ifEmpty([]))
}
`;
}

const SETTINGS = `// Read by Nextflow beside main.nf. Another command: nextflow run … --tanimark "npx tanimark"
params.tanimark = 'tanimark'

process {
    cpus = 1
    // What is finished is found by the folders of its results.
    cache = false
    errorStrategy = 'finish'
    // withName: CELLS { cpus = 4; memory = '8 GB'; time = '2h' }
}

profiles {
    standard { process.executor = 'local' }
    slurm { process.executor = 'slurm' }
}
`;
