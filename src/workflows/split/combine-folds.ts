import type { Assignment } from '../../splitters/splitter.js';
import { countRecords, type Described, describeBins, statusOf } from './describe-split.js';
import type { RecordOutcome, SplitPart } from './types.js';

/** All folds' test sets together: every test molecule once, measured against the training set of its own fold. */
export function poolFolds(
  described: Described,
  parts: readonly SplitPart[],
  assignments: readonly Assignment[],
  outcomes: readonly RecordOutcome[],
): SplitPart {
  const { data, bins } = described;
  const { set } = data;
  const test: number[] = [];
  const others: number[] = [];
  let discarded = 0;
  const recordOf = (m: number) => outcomes[set.records[set.recordOffsets[m]]];
  for (let m = 0; m < set.count; m++) {
    const { split } = recordOf(m);
    if (split === 'discarded') discarded++;
    else (split === 'test' ? test : others).push(m);
  }
  const sum = (rows: readonly (readonly number[])[]) =>
    rows[0].map((_, b) => rows.reduce((total, row) => total + row[b], 0));
  const achieved = sum(parts.map((p) => p.similarity.achieved));
  const asked = parts.map((p) => p.similarity.requested);
  const requested = asked.every((r) => r !== null) ? sum(asked) : null;
  const order = ['exact', 'within_one', 'closest'] as const;
  const status = requested
    ? parts.reduce(
        (worst, { similarity }) =>
          order[Math.max(order.indexOf(worst), order.indexOf(similarity.status ?? 'exact'))],
        statusOf(requested, requested) as (typeof order)[number],
      )
    : null;
  const reason = parts.find((p) => p.similarity.reason !== null)?.similarity.reason ?? null;
  const none = { train: 0, valid: 0, test: 0, discarded: 0, invalid: set.invalid.length };
  const testBins = Uint8Array.from(test, (m) => bins.ofNumber(recordOf(m).maxSimilarity ?? 0));
  return {
    sizes: { ...none, train: others.length, test: test.length, discarded },
    records: countRecords(outcomes, data.table.rows.length),
    similarity: {
      bins: bins.texts,
      requested,
      achieved,
      status,
      reason: status === 'exact' ? null : reason,
      bound: null,
      valid: null,
      with_valid: null,
    },
    ...describeBins(
      described,
      { train: Int32Array.from(others), test: Int32Array.from(test) },
      testBins,
    ),
    diagnostics: shared(assignments),
  };
}

/** Diagnostics that all folds share. */
function shared(assignments: readonly Assignment[]): Assignment['diagnostics'] {
  const [first, ...rest] = assignments.map((a) => a.diagnostics);
  const same = Object.entries(first).filter(([name, value]) =>
    rest.every((other) => other[name] === value),
  );
  return Object.fromEntries(same);
}
