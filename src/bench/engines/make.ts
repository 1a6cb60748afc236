import { VERSION } from '../../version.js';
import type { BenchPlan } from '../plan.js';
import { type Engine, type EnginePlace, stepsOf } from './engine.js';

/** GNU make, and others: one machine. */
export const make: Engine = {
  name: 'make',
  summary: 'Makefile, for one machine',
  command: (path) => `make -j 4 -k -f ${path}`,

  files: (plan, place) => [{ name: 'Makefile', text: text(plan, place) }],
};

function text(plan: BenchPlan, { config, output }: EnginePlace): string {
  const steps = stepsOf(plan);
  const manifest = (kind: string, id: string) => `$(OUT)/${kind}/${id}/manifest.json`;
  const splits = [...new Set(plan.splits.map(({ id }) => id))];
  const rules = [
    ...splits.map((id) => `${manifest('splits', id)}:\n\t$(RUN) --cell ${id}`),
    ...steps.flatMap(({ split, cells: [first, ...others] }) => [
      `${manifest('cells', first)}: | ${manifest('splits', split)}\n\t$(RUN) --cell ${[first, ...others].join(',')}`,
      // Made by the rule of the first one.
      ...others.map((id) => `${manifest('cells', id)}: ${manifest('cells', first)} ;`),
    ]),
  ];
  const all = steps.flatMap(({ cells }) => cells.map((id) => ` \\\n  ${manifest('cells', id)}`));
  return `# A benchmark as a Makefile. Written by tanimark ${VERSION} (tanimark bench export --engine make);
# write it again after a change of the configuration. Run it in the folder of the configuration.

TANIMARK ?= tanimark
OUT = ${output}
RUN = $(TANIMARK) bench -c ${config} -o $(OUT) --quiet

.PHONY: all
all: cells
\t$(RUN) merge

.PHONY: cells
cells:${all.join('')}

${rules.join('\n\n')}
`;
}
