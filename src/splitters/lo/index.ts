import { TanimarkError } from '../../errors.js';
import { type Rational, toNumber } from '../../rational.js';
import { buildThresholdGraph } from '../../similarity/threshold-graph.js';
import { optionName, optionValue } from '../../spelling.js';
import { count, plural } from '../../text.js';
import { assignUnits } from '../assign.js';
import { discardUnits } from '../discard.js';
import type { Assignment, SplitContext, Splitter, SplitterOption } from '../splitter.js';
import { thresholdOption } from '../threshold-option.js';
import { type Units, unitsWeight } from '../units.js';
import { analogsOf } from './analogs.js';
import { type Cluster, ClusterFinder } from './clusters.js';

/** The options of the splitter, parsed. */
interface LoOptions {
  readonly threshold: Rational;
  readonly 'min-cluster': number;
  readonly 'max-clusters': number;
  readonly 'min-sd': number;
}

/**
 * Lead optimization: the test set is clusters of close analogs, of each of which one molecule, the hit, is in training; can a model
 * tell minor modifications of a known molecule apart? The algorithm of Steshin's LoSplitter. A cluster is a molecule and
 * all that are more similar to it than `--threshold`, at least `--min-cluster` of them, with labels that
 * spread by more than measurement errors do. The one with the fewest analogs comes first; what else reaches the
 * threshold to its molecules is left out, so that the hit is all that training knows of it; and so on
 * with what remains. Validation is made of further clusters.
 *
 * Other than in LoSplitter, the molecule with the most analogs of all may be a hit, too; molecules without a label
 * are in no cluster; and fingerprints have the length that was chosen (there 1024 bits). Groups are similar as
 * their most similar molecules are; one may be a hit, and is an analog where each of its molecules is one.
 */
export const lo: Splitter = {
  name: 'lo',
  purpose: 'analogs',
  series: 'clusters',
  summary:
    'lead optimization: each cluster of close analogs has one molecule in training, and the others go to test',
  reference: 'Steshin, Lo-Hi, NeurIPS 2023 (lohi_splitter)',
  options: [
    thresholdOption(
      '0.4',
      'every test analog is more similar than this to the training molecule of its cluster',
    ),
    numberOption('min-cluster', '5', 'smallest number of analogs in a cluster', { least: 1 }),
    numberOption('max-clusters', '50', 'largest number of clusters in the test set', { least: 1 }),
    {
      name: 'min-sd',
      placeholder: '<sd>',
      default: '0.6',
      summary: 'smallest standard deviation of the labels in a cluster, such as 0.7 for pIC50',
      parse: parseSpread,
    },
  ],
  usesSeed: false,
  usesNeighbors: true,
  findsTestSize: () => true,
  async split({ fingerprints, labels }, context) {
    const { units, sizes, sizesGiven, memory, stored, job } = context;
    const options = context.options as unknown as LoOptions;
    if (sizesGiven.test) {
      throw new TanimarkError(
        'usage',
        `${optionName('test')}: method lo takes its test size from the clusters it finds; leave ${optionName('test')} out, and limit the clusters with ${optionName('max-clusters')}`,
      );
    }
    if (labels === null) {
      throw new TanimarkError(
        'column',
        `${optionValue('method', 'lo')} needs labels, and no label column was found; name it with ${optionName('label')}`,
      );
    }
    job.progress.start('finding analogs', fingerprints.count, 'molecules');
    const graph = await buildThresholdGraph(fingerprints, options.threshold, job, {
      memory,
      stored,
    });
    job.progress.finish();
    const analogs = analogsOf(graph, fingerprints, units, options.threshold);
    const finder = new ClusterFinder(units, analogs, labels, {
      fewest: options['min-cluster'],
      spread: options['min-sd'],
    });
    const test: Cluster[] = [];
    for (let found = finder.next(); found; found = finder.next()) {
      finder.take(found);
      test.push(found);
      if (test.length === options['max-clusters']) break;
      if (job.due()) await job.breathe();
    }
    if (test.length === 0) throw noClusters(options);
    const valid = sizes.valid > 0 ? validClusters(finder, units, sizes.valid) : [];
    if (sizes.valid > 0 && valid.length === 0) {
      const n = test.length;
      throw new TanimarkError(
        'target',
        n === 1
          ? `${optionName('valid')}: the test set uses the only cluster; leave ${optionName('valid')} out, or change ${optionName('min-cluster')}, ${optionName('threshold')} or ${optionName('min-sd')}`
          : `${optionName('valid')}: the test set uses all ${count(n)} clusters; leave some for validation with ${optionValue('max-clusters', Math.floor(n / 2))}`,
      );
    }
    const assignment = assignClusters(context, test, valid);
    const between = 'similar to molecules of a test or validation cluster';
    return discardUnits(assignment, units, finder.leftOut(), between);
  },
};

/** Further clusters, as many as come nearest to a weight. */
function validClusters(finder: ClusterFinder, units: Units, goal: number): Cluster[] {
  const clusters: Cluster[] = [];
  let sum = 0;
  while (sum < goal) {
    const found = finder.next();
    if (!found) break;
    const next = sum + unitsWeight(units, found.members);
    if (sum > 0 && next - goal >= goal - sum) break;
    finder.take(found);
    clusters.push(found);
    sum = next;
  }
  return clusters;
}

function assignClusters(
  { units, sizes }: SplitContext,
  test: readonly Cluster[],
  valid: readonly Cluster[],
): Assignment {
  const members = (clusters: readonly Cluster[]) => clusters.flatMap((c) => c.members);
  const parts = { test: members(test), valid: members(valid) };
  const clusters = new Int32Array(units.of.length).fill(-1);
  [...test, ...valid].forEach((cluster, c) => {
    for (const u of cluster.members) {
      for (let p = units.offsets[u]; p < units.offsets[u + 1]; p++) clusters[units.members[p]] = c;
    }
  });
  const weight = unitsWeight(units, parts.test);
  const validWeight = unitsWeight(units, parts.valid);
  const off =
    validWeight === sizes.valid
      ? ''
      : `; ${count(validWeight)} instead of ${count(sizes.valid)} in valid: clusters are never divided`;
  return {
    ...assignUnits(units, parts, sizes),
    sizeReason: `${plural(test.length, 'cluster')} of close analogs ${test.length === 1 ? 'was' : 'were'} found, with ${count(weight)} of ${count(units.total)} molecules in test${off}`,
    clusters,
    diagnostics: { clusters: test.length, valid_clusters: valid.length },
  };
}

function noClusters(options: LoOptions): TanimarkError {
  return new TanimarkError(
    'target',
    `${optionValue('method', 'lo')}: no molecule has ${options['min-cluster']} analogs of similarity > ${toNumber(options.threshold)} whose labels have a standard deviation above ${options['min-sd']}; change ${optionName('min-cluster')}, ${optionName('threshold')} or ${optionName('min-sd')}`,
  );
}

function numberOption(
  name: string,
  usual: string,
  summary: string,
  { least }: { least: number },
): SplitterOption {
  const parse = (text: string): number => {
    const n = /^\d{1,9}$/.test(text) ? Number(text) : -1;
    if (n >= least) return n;
    throw new TanimarkError(
      'usage',
      `${optionValue(name, text)}: give a whole number from ${least}`,
    );
  };
  return { name, placeholder: '<n>', default: usual, summary, parse };
}

function parseSpread(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && Number.isFinite(value)) return value;
  throw new TanimarkError(
    'usage',
    `${optionValue('min-sd', text)}: give a number from 0, in units of the label`,
  );
}
