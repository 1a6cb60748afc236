import { join } from 'node:path';
import type { BenchPlan } from '../../bench/plan.js';
import {
  type BenchResults,
  RESULT_COLUMNS,
  type ResultCell,
  resultRows,
} from '../../bench/results.js';
import type { BenchStore } from '../../bench/store.js';
import type { Job } from '../../job.js';
import { csv } from '../../tables/formats/delimited.js';
import { writeTexts } from '../../tables/output-path.js';
import { tableText } from '../../tables/write.js';
import { VERSION } from '../../version.js';
import { stateOf } from './state.js';

/** Every cell of a plan, finished or not, in its order. */
export function collect({ config, cells }: BenchPlan, store: BenchStore): BenchResults {
  return {
    command: 'bench',
    version: VERSION,
    reference: config.reference,
    models: config.models.map((model) => ({
      name: model.name,
      builtin: model.kind === 'builtin' ? model.builtin : null,
    })),
    data: config.data.map(({ name }) => name),
    splits: config.splits.map(({ name, method }) => ({ name, method })),
    cells: cells.map((cell): ResultCell => {
      const { id, of, model } = cell;
      const { data, split, repeat, seed } = of;
      const state = stateOf(store, config, cell);
      const place = { id, data: data.name, split: split.name, repeat, seed, model: model.name };
      switch (state.kind) {
        case 'done': {
          const { settings: _, ...scores } = state.scores;
          return { ...place, status: 'done', failure: null, scores };
        }
        case 'failed':
          return { ...place, status: 'failed', failure: state.failure, scores: null };
        default:
          return { ...place, status: 'missing', failure: null, scores: null };
      }
    }),
  };
}

/** Writes `results.json` and `results.csv`, both or none. @returns their paths */
export async function writeResults(
  results: BenchResults,
  folder: string,
  job: Job,
): Promise<string[]> {
  const files = [
    { path: join(folder, 'results.json'), text: `${JSON.stringify(results, null, 2)}\n` },
    {
      path: join(folder, 'results.csv'),
      text: tableText(RESULT_COLUMNS, resultRows(results), csv.writer),
    },
  ];
  await writeTexts(files, job);
  return files.map(({ path }) => path);
}
