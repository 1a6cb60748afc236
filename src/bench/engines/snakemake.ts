import { VERSION } from '../../version.js';
import type { BenchPlan } from '../plan.js';
import { type Engine, type EnginePlace, stepsOf } from './engine.js';

/** Snakemake: one machine, or a cluster by its profiles and executors. */
export const snakemake: Engine = {
  name: 'snakemake',
  summary: 'Snakefile, for one machine or a cluster',
  command: (path) => `snakemake --cores 4 --keep-going -s ${path}`,

  files: (plan, place) => [{ name: 'Snakefile', text: text(plan, place) }],
};

function text(plan: BenchPlan, { config, output }: EnginePlace): string {
  const steps = stepsOf(plan);
  const quoted = JSON.stringify;
  // A split that cannot be made is a failure of its cells, so that the rule needs a mark of its own.
  const mark = (id: string) => quoted(`${output}/splits/.tried-${id}`);
  const manifest = (id: string) => quoted(`${output}/cells/${id}/manifest.json`);
  const run = (args: string) =>
    `shell: TANIMARK + ${quoted(` bench -c ${config} -o ${output} --quiet ${args}`)}`;
  const splits = [...new Set(plan.splits.map(({ id }) => id))];
  const rule = (name: string, lines: readonly string[]) =>
    [`rule ${name}:`, ...lines.map((line) => `    ${line}`)].join('\n');
  const all = steps.flatMap(({ cells }) => cells.map(manifest));
  const rules = [
    rule('results', [`input: CELLS`, run('merge')]),
    ...splits.map((id) => rule(`split_${id}`, [`output: touch(${mark(id)})`, run(`--cell ${id}`)])),
    ...steps.map(({ split, cells }) =>
      rule(`cell_${cells[0]}`, [
        `input: ancient(${mark(split)})`,
        `output: ${cells.map(manifest).join(', ')}`,
        run(`--cell ${cells.join(',')}`),
      ]),
    ),
  ];
  return `# A benchmark as a Snakefile. Written by tanimark ${VERSION} (tanimark bench export --engine snakemake);
# write it again after a change of the configuration. Run it in the folder of the configuration.

TANIMARK = config.get("tanimark", "tanimark")
CELLS = [
${all.map((name) => `    ${name},`).join('\n')}
]

${rules.join('\n\n')}
`;
}
