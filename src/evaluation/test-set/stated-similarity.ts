import { optionName } from '../../spelling.js';
import { findColumn, numberIn } from '../../tables/columns.js';
import { plural } from '../../text.js';
import type { RowSimilarity } from './test-molecules.js';
import type { TestSet } from './test-set.js';

/** Warns of a split file that says another max similarity than its structures have: it was edited, or made otherwise. */
export function statedSimilarityWarnings(test: TestSet, toTrain: RowSimilarity): string[] {
  const { table } = test.table;
  const column = findColumn(table, 'maxSimilarity');
  if (column === undefined) return [];
  let different = 0;
  test.records.forEach((r, i) => {
    if (Math.abs(numberIn(table.rows[r][column]) - toTrain.similarity(i)) > 1e-9) different++;
  });
  if (different === 0) return [];
  return [
    `${test.table.name}: max_similarity of ${plural(different, 'row')} differs from the recomputed one, which is used; check whether the file was edited or made with another ${optionName('fingerprint')}`,
  ];
}
