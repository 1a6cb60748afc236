import { median } from 'simple-statistics';
import { moleculeLabels } from '../../../dataset/molecule-labels.js';
import type { MoleculeTable } from '../../../dataset/molecule-table.js';
import type { SimilarityBins } from '../../../similarity/bins.js';
import { ksDistance } from '../../../statistics/kolmogorov-smirnov.js';
import { summarize } from '../../../statistics/summary.js';
import { wassersteinDistance } from '../../../statistics/wasserstein.js';
import type { SplitResult } from '../types.js';
import type { SeriesPart } from './types.js';

/** Data that every split of a series is measured with. */
export interface Yardstick {
  readonly bins: SimilarityBins;
  /** Max similarities of a library's molecules to the input's, if there is a library. */
  readonly library: Float64Array | null;
}

/** Measures of one split of a series. */
export function measurePart(
  name: string,
  { data, records, summary }: SplitResult,
  shared: readonly string[],
  threshold: number | null,
  { bins, library }: Yardstick,
): SeriesPart {
  const { set } = data;
  const first = Array.from({ length: set.count }, (_, m) => set.records[set.recordOffsets[m]]);
  const members = (subset: string) =>
    [...first.keys()].filter((m) => records[first[m]].split === subset);
  const train = members('train');
  const test = members('test');
  const similarities = test.map((m) => records[first[m]].maxSimilarity ?? Number.NaN);
  const achieved = new Array<number>(bins.count).fill(0);
  for (const s of similarities) achieved[bins.ofNumber(s)]++;
  const sum = similarities.reduce((a, b) => a + b, 0);
  return {
    name,
    method: summary.method,
    seed: summary.seed,
    parameters: summary.parameters,
    sizes: summary.sizes,
    similarity: {
      achieved,
      mean: sum / similarities.length,
      median: median(similarities),
      max: similarities.reduce((a, b) => Math.max(a, b), 0),
      // A threshold of 1 asks for nothing.
      at_threshold:
        threshold === null || threshold === 1
          ? null
          : similarities.filter((s) => s >= threshold).length,
    },
    labels: labelShift(data, train, test),
    scaffolds: sharedScaffolds(data, train, test),
    deployment: library && {
      wasserstein: wassersteinDistance(similarities, library) ?? 1,
      ks: ksDistance(similarities, library) ?? 1,
    },
    diagnostics: summary.diagnostics,
    warnings: summary.warnings.filter((text) => !shared.includes(text)),
  };
}

function labelShift(
  data: MoleculeTable,
  train: readonly number[],
  test: readonly number[],
): SeriesPart['labels'] {
  const labels = moleculeLabels(data);
  if (!labels) return null;
  const [ofTrain, ofTest] = [train, test].map((members) => members.map((m) => labels[m]));
  return {
    train: summarize(ofTrain),
    test: summarize(ofTest),
    ks: ksDistance(ofTest, ofTrain),
  };
}

/** Molecules without rings have no scaffold to share. */
function sharedScaffolds(
  { set: { scaffolds = [] } }: MoleculeTable,
  train: readonly number[],
  test: readonly number[],
): SeriesPart['scaffolds'] {
  const known = new Set(train.map((m) => scaffolds[m]));
  const ringed = test.filter((m) => scaffolds[m]);
  return {
    test: ringed.length,
    shared: ringed.filter((m) => known.has(scaffolds[m])).length,
  };
}
