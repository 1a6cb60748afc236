import { isWithoutManifest, withoutManifestNote } from '../../dataset/manifest/settings.js';
import { optionName } from '../../spelling.js';
import { findColumn, numberIn } from '../../tables/columns.js';
import { list, plural } from '../../text.js';
import type { ScoreOptions } from '../options.js';
import type { RowSimilarity } from './test-molecules.js';
import type { TestSet } from './test-set.js';

/**
 * Warns of a split that was parted from its manifest, so that bins and fingerprint are the default ones and perhaps not
 * those that it was made with.
 */
export function lostSettingsWarnings(
  { table: { table } }: TestSet,
  { bins, fingerprint }: Pick<ScoreOptions, 'bins' | 'fingerprint'>,
): string[] {
  const lost = [
    ...(bins === undefined ? ['default bins'] : []),
    ...(fingerprint === undefined ? ['the default fingerprint'] : []),
  ];
  return lost.length === 0 || !isWithoutManifest(table)
    ? []
    : [withoutManifestNote(table, `${list(lost)} ${bins === undefined ? 'are' : 'is'}`)];
}

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
