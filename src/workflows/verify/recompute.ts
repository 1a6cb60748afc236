import { shownSpec } from '../../chemistry/own-fingerprints/spec.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import type { Job } from '../../job.js';
import { parseBins } from '../../similarity/bins.js';
import { type MeasuredSplit, measureSubsets } from '../../splitters/verify.js';
import { numberIn } from '../../tables/columns.js';
import { list, plural } from '../../text.js';
import type { Claim, Counts } from './claims.js';
import { type Divided, divisionOf } from './division.js';
import { promiseChecks } from './promises.js';
import type { Shown } from './shown.js';
import type { VerifyCheck } from './types.js';

/** Weight of each molecule in histograms. */
export function weightOf({ set }: MoleculeTable, parameters: Claim['parameters']): Int32Array {
  return Int32Array.from({ length: set.count }, (_, m) =>
    parameters.count === 'records' ? set.recordOffsets[m + 1] - set.recordOffsets[m] : 1,
  );
}

/** Recomputes from the structures all that a manifest says of one division, and its promises. @throws TanimarkError */
export async function recompute(
  claim: Claim,
  shown: Shown,
  pool: ChemistryPool,
  job: Job,
): Promise<VerifyCheck[]> {
  const { data } = shown;
  const { title, parameters } = claim;
  // The rows of one file of folds do not say which molecules another fold leaves out.
  if (claim.fold !== null && claim.sizes.discarded > 0) {
    const detail = 'a file with all folds does not list the molecules that each fold leaves out';
    return (['sizes', 'similarity'] as const).map((kind) => ({
      ...{ kind, subject: title, detail },
      outcome: 'not_checked',
    }));
  }
  const division = divisionOf(shown, claim.fold);
  const bins = parseBins(claim.bins.join(','));
  const weight = weightOf(data, parameters);
  const measured = await measureSubsets(data.compared, division, weight, bins, job);
  const check = (
    kind: VerifyCheck['kind'],
    problem: string | null,
    found: string,
  ): VerifyCheck => ({
    kind,
    subject: title,
    outcome: problem === null ? 'passed' : 'failed',
    detail: problem ?? found,
  });
  const { histogram } = measured;
  return [
    check('sizes', sizeProblem(claim, shown, division), sizesText(claim.sizes)),
    check(
      'similarity',
      histogramProblem(claim, measured),
      `${list(histogram.map(String))} over the bins`,
    ),
    ...columnChecks(claim, shown, division, measured),
    ...(await promiseChecks(claim, shown, division, measured, pool, job)),
  ];
}

function sizesText(sizes: Counts): string {
  return Object.entries(sizes)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');
}

function sizeProblem(claim: Claim, { data, place }: Shown, division: Divided): string | null {
  const { sizes, records, parameters } = claim;
  const { set } = data;
  const molecules = {
    train: division.train.length,
    valid: division.valid.length,
    test: division.test.length,
    discarded: division.discarded.length,
    invalid: set.invalid.length,
  };
  // Rows that are dropped are in no file.
  const dropped = parameters['on-invalid'] === 'drop';
  for (const [known, found, what] of [
    [sizes, molecules, 'molecule'],
    ...(records ? [[records, division.records, 'row'] as const] : []),
  ] as const) {
    for (const name of ['train', 'valid', 'test', 'discarded', 'invalid'] as const) {
      if (known[name] === found[name] || (name === 'invalid' && dropped)) continue;
      const noun = name === 'invalid' ? 'row' : what;
      return `${plural(found[name], noun)} in ${name}, but the manifest says ${known[name]}`;
    }
  }
  const wrong = division.words.findIndex(
    (word, r) => word !== 'none' && (word === 'invalid') !== set.moleculeOf[r] < 0,
  );
  if (wrong < 0 || claim.method === 'described') return null;
  return set.moleculeOf[wrong] < 0
    ? `${place(wrong)} has no valid structure, but is marked ${division.words[wrong]}`
    : `${place(wrong)} is marked invalid, but its structure is valid`;
}

function histogramProblem(claim: Claim, measured: MeasuredSplit): string | null {
  const withSettings = `with ${shownSpec(claim.parameters.fingerprint)} and bins ${claim.bins.join(',')}`;
  for (const [known, found, what] of [
    [claim.achieved, measured.histogram, 'test'],
    [claim.valid, measured.validHistogram, 'validation'],
    [claim.withValid, measured.withValidHistogram, 'test to training and validation together'],
  ] as const) {
    if (!known || String(known) === String(found ?? [])) continue;
    return `${what}: ${found?.join(', ')} recomputed ${withSettings}, but the manifest says ${known.join(', ')}`;
  }
  return null;
}

/** The columns `max_similarity` and `nearest_train`, where the file has them. */
function columnChecks(
  claim: Claim,
  shown: Shown,
  division: Divided,
  measured: MeasuredSplit,
): VerifyCheck[] {
  const { stated } = shown;
  if (!stated || claim.method === 'described') return [];
  const problem = columnProblem(claim, shown, division, measured);
  const rows = division.records.test + division.records.valid;
  return [
    {
      kind: 'columns',
      subject: claim.title,
      outcome: problem === null ? 'passed' : 'failed',
      detail: problem ?? `max_similarity and nearest_train of ${plural(rows, 'row')}`,
    },
  ];
}

function columnProblem(
  claim: Claim,
  { data, stated, place, idColumn, subset }: Shown,
  { train, test, valid, words }: Divided,
  { testNearest, validNearest }: MeasuredSplit,
): string | null {
  const { set, table } = data;
  const similarity = new Float64Array(set.count).fill(Number.NaN);
  const nearest = new Int32Array(set.count).fill(-1);
  for (const [members, found] of [
    [test, testNearest],
    [valid, validNearest],
  ] as const) {
    members.forEach((m, i) => {
      if (found.index[i] < 0) return;
      similarity[m] = found.intersection[i] / found.union[i];
      nearest[m] = set.records[set.recordOffsets[train[found.index[i]]]];
    });
  }
  // Row numbers count rows that are not in the file.
  const numbered = claim.parameters['on-invalid'] !== 'drop';
  for (const [r, word] of words.entries()) {
    const cells = stated?.[r];
    const m = set.moleculeOf[r];
    // Rows of other folds have the values of theirs.
    if (!cells || m < 0 || word !== subset[r]) continue;
    const measuredRow = word === 'test' || word === 'valid';
    if (!measuredRow) {
      if (cells.maxSimilarity === '' && cells.nearest === '') continue;
      return `${place(r)} is in ${word}, but has a max_similarity or nearest_train`;
    }
    if (numberIn(cells.maxSimilarity) !== similarity[m]) {
      return `${place(r)}: max_similarity is ${cells.maxSimilarity || 'empty'}, but ${similarity[m]} recomputed with ${shownSpec(claim.parameters.fingerprint)}`;
    }
    const row = table.rows[nearest[m]];
    const name = idColumn === undefined ? undefined : row[idColumn];
    // Manifests of older versions do not say which column has the ids.
    const known = [String(nearest[m] + 1), ...(name === undefined ? row : [])];
    const right =
      name === undefined ? known.includes(cells.nearest) || !numbered : cells.nearest === name;
    if (!right) {
      return `${place(r)}: nearest_train is ${cells.nearest || 'empty'}, but ${name ?? place(nearest[m])} recomputed`;
    }
  }
  return null;
}
