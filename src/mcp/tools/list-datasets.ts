import { LIST_DATASETS } from '../../options/datasets.js';
import { texts } from '../../options/kinds.js';
import { option } from '../../options/option.js';
import { plural } from '../../text.js';
import type { Tool } from '../tool.js';

/** The most data sets of an answer. */
const MOST = 50;

export const listDatasets: Tool = {
  name: 'list_datasets',
  title: 'List data sets',
  description:
    'Finds public benchmark data sets by words such as "kinase". A data set with "fetched" or "bundled" is read as dataset:<name>; others have to be fetched by the user (tanimark datasets fetch), because the server uses no network.',
  options: {
    words: option(texts('a list of words, such as ["kinase"]'), 'words that all must occur'),
    task: LIST_DATASETS.task,
  },
  reads: [],
  writes: [],
  isReadOnly: true,
  async run(args: { readonly words?: readonly string[]; readonly task?: string }) {
    const { listDatasets: list } = await import('../../workflows/datasets/list.js');
    const { families } = await list(args);
    const found = families.flatMap(({ datasets }) => datasets);
    return {
      summary: {
        count: found.length,
        datasets: found.slice(0, MOST).map(({ name, summary, rows, task, state }) => ({
          name,
          summary,
          rows,
          task,
          state,
        })),
      },
      reading:
        found.length > MOST
          ? [`${plural(found.length, 'data set')} match; the first ${MOST} are listed.`]
          : [],
    };
  },
};
