import { required } from '../../options/kinds.js';
import { NEIGHBORS } from '../../options/neighbors.js';
import { explainNeighbors } from '../../report/explain/index.js';
import type { NeighborsOptions } from '../../workflows/neighbors/types.js';
import type { Tool } from '../tool.js';
import { path, pick } from './options.js';

export const neighbors: Tool = {
  name: 'neighbors',
  title: 'Find nearest molecules',
  description:
    'Finds the most similar reference molecules of each query molecule and writes them as a table. Use it to see how far a library is from the training set of a model. Similar structures need not have similar activities.',
  options: {
    query: { ...NEIGHBORS.query, summary: 'table of query molecules' },
    reference: { ...NEIGHBORS.reference, summary: 'table of reference molecules' },
    ...pick(NEIGHBORS, ['k', 'threshold', 'includeSelf', 'fingerprint']),
    output: required(path('table to write, such as neighbors.csv')),
  },
  reads: ['query', 'reference'],
  writes: ['output'],
  isReadOnly: false,
  async run({ output, ...options }: NeighborsOptions & { readonly output: string }, { job }) {
    const { neighbors: search } = await import('../../workflows/neighbors/index.js');
    const { neighborsFormat, neighborsText, writeNeighbors } = await import(
      '../../workflows/neighbors/output.js'
    );
    const format = neighborsFormat(output, undefined);
    const text = neighborsText(await search(options, job), format, job);
    const summary = await writeNeighbors(text, output, job);
    return {
      summary: { output, counts: summary.counts, similarity: summary.similarity },
      reading: explainNeighbors(summary),
      warnings: summary.warnings,
      document: { name: 'neighbors', value: summary },
    };
  },
};
