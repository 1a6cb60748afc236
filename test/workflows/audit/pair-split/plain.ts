import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from '../../../shared.js';

/** A row of a split of pairs, as plain loops see it. */
export interface PlainRow {
  readonly split: string;
  /** Equal for equal drugs, and for equal partners. */
  readonly drug: string;
  readonly partner: string;
  /** Equal for rows that are one pair, where partners that are equal may have several names. */
  readonly pair: string;
  readonly y: number;
}

export type Alike = (one: string, other: string) => number;

/** The same, each computed once. */
function kept(alike: Alike): Alike {
  const known = new Map<string, number>();
  return (one, other) => {
    const key = `${one} ${other}`;
    const value = known.get(key) ?? alike(one, other);
    known.set(key, value);
    return value;
  };
}

/** Everything that an audit says of train and test, counted row by row. */
export function plainAudit(
  rows: readonly PlainRow[],
  alike: { readonly drugs: Alike; readonly partners: Alike },
  thresholds: readonly number[],
  edges: readonly number[],
  conflict: number,
) {
  const like = { drugs: kept(alike.drugs), partners: kept(alike.partners) };
  const train = rows.filter(({ split }) => split === 'train');
  const test = rows.filter(({ split }) => split === 'test');
  const isSame = (one: PlainRow, other: PlainRow) =>
    one.drug === other.drug && one.partner === other.partner;
  const sameOf = (row: PlainRow) => train.filter((other) => isSame(row, other));
  const duplicates = test.filter((row) => sameOf(row).length > 0);
  const similarity = test.map((row) =>
    Math.max(
      ...train.map((other) =>
        Math.min(like.drugs(row.drug, other.drug), like.partners(row.partner, other.partner)),
      ),
    ),
  );
  const seen = (row: PlainRow, of: 'drug' | 'partner') =>
    train.some((other) => other[of] === row[of]);
  const quadrant = (drug: boolean, partner: boolean) =>
    test.filter((row) => seen(row, 'drug') === drug && seen(row, 'partner') === partner).length;
  const sorted = similarity.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const entities = (of: 'drug' | 'partner', alikeness: Alike) => {
    const theirs = [...new Set(train.map((row) => row[of]))];
    const ours = [...new Set(test.map((row) => row[of]))];
    const news = ours.filter((one) => !theirs.includes(one));
    return {
      train: theirs.length,
      test: ours.length,
      shared: ours.length - news.length,
      test_records: test.filter((row) => seen(row, of)).length,
      near: thresholds.map((threshold) => {
        const near = news.filter((one) =>
          theirs.some((other) => alikeness(one, other) >= threshold),
        );
        return {
          similarity: threshold,
          test: near.length,
          test_records: test.filter((row) => near.includes(row[of])).length,
        };
      }),
    };
  };
  return {
    duplicates: {
      test_records: duplicates.length,
      test_pairs: new Set(duplicates.map(({ drug, partner }) => `${drug} ${partner}`)).size,
      conflicting: duplicates.filter((row) =>
        sameOf(row).some((other) => Math.abs(other.y - row.y) > conflict + 1e-9),
      ).length,
    },
    drugs: entities('drug', like.drugs),
    partners: entities('partner', like.partners),
    quadrants: {
      both_seen: quadrant(true, true),
      new_drug: quadrant(false, true),
      new_partner: quadrant(true, false),
      both_new: quadrant(false, false),
    },
    similarity: {
      test: edges
        .slice(1)
        .map(
          (high, b) =>
            similarity.filter(
              (s) => s >= edges[b] && (s < high || (b === edges.length - 2 && s === high)),
            ).length,
        ),
      mean: mean(similarity),
      median:
        sorted.length % 2 === 1
          ? sorted[Math.floor(middle)]
          : (sorted[middle - 1] + sorted[middle]) / 2,
    },
    near: thresholds.map((threshold) => ({
      similarity: threshold,
      test_records: similarity.filter((s) => s >= threshold).length,
    })),
    r2: hubR2(train, test),
  };
}

/** R² of the baselines on the test rows, training labels being means over the rows of a pair. */
function hubR2(train: readonly PlainRow[], test: readonly PlainRow[]) {
  const pairs = [...new Set(train.map(({ pair }) => pair))].map((pair) => {
    const own = train.filter((row) => row.pair === pair);
    return { ...own[0], y: mean(own.map(({ y }) => y)) };
  });
  const all = mean(pairs.map(({ y }) => y));
  const meanOf = (of: 'drug' | 'partner', value: string) => {
    const own = pairs.filter((pair) => pair[of] === value);
    return own.length === 0 ? all : mean(own.map(({ y }) => y));
  };
  const effect = ridge(pairs, all);
  const r2 = (predict: (row: PlainRow) => number) => {
    const center = mean(test.map(({ y }) => y));
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    return (
      1 -
      sum(test.map((row) => (row.y - predict(row)) ** 2)) /
        sum(test.map((row) => (row.y - center) ** 2))
    );
  };
  return {
    train_mean: r2(() => all),
    drug_mean: r2((row) => meanOf('drug', row.drug)),
    partner_mean: r2((row) => meanOf('partner', row.partner)),
    additive: r2((row) => all + effect(`d${row.drug}`) + effect(`p${row.partner}`)),
  };
}

/** Effects of drugs and partners with a penalty of 1, by the normal equations. */
function ridge(pairs: readonly PlainRow[], center: number) {
  const names = [...new Set(pairs.flatMap(({ drug, partner }) => [`d${drug}`, `p${partner}`]))];
  const n = names.length;
  const rows = names.map((_, i) => names.map((_, j) => (i === j ? 1 : 0)));
  const right = names.map(() => 0);
  for (const { drug, partner, y } of pairs) {
    const own = [names.indexOf(`d${drug}`), names.indexOf(`p${partner}`)];
    for (const i of own) {
      right[i] += y - center;
      for (const j of own) rows[i][j]++;
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = i + 1; k < n; k++) {
      const factor = rows[k][i] / rows[i][i];
      for (let j = i; j < n; j++) rows[k][j] -= factor * rows[i][j];
      right[k] -= factor * right[i];
    }
  }
  const found = names.map(() => 0);
  for (let i = n - 1; i >= 0; i--) {
    let rest = right[i];
    for (let j = i + 1; j < n; j++) rest -= rows[i][j] * found[j];
    found[i] = rest / rows[i][i];
  }
  return (name: string) => found[names.indexOf(name)] ?? 0;
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Share of the words of three letters that two sequences have in common. */
export function jaccard(one: string, other: string): number {
  const words = (text: string) =>
    new Set(Array.from({ length: text.length - 2 }, (_, i) => text.slice(i, i + 3)));
  const [a, b] = [words(one), words(other)];
  const common = [...a].filter((word) => b.has(word)).length;
  return common / (a.size + b.size - common);
}

/** Share of the bits that two rows of a matrix have in common. */
export function tanimoto(words: Uint32Array, width: number, i: number, j: number): number {
  let common = 0;
  let any = 0;
  for (let bit = 0; bit < 32 * width; bit++) {
    const [a, b] = [i, j].map((row) => (words[row * width + (bit >> 5)] >>> (bit & 31)) & 1);
    common += a & b;
    any += a | b;
  }
  return common / any;
}

/** The tables of DAVIS. */
export function davis() {
  const text = (name: string) => readFileSync(sharedPath(`datasets/davis/${name}`));
  const cells = (table: string) =>
    table
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));
  const targets = text('targets.fasta')
    .toString()
    .split('>')
    .slice(1)
    .map((record): [string, string] => {
      const [head, ...lines] = record.trim().split(/\r?\n/);
      return [head.split(/\s/)[0], lines.join('')];
    });
  return {
    drugs: new Map(cells(text('drugs.csv').toString()).map(([id, smiles]) => [id, smiles])),
    targets: new Map(targets),
    pairs: cells(gunzipSync(text('pairs.csv.gz')).toString()),
  };
}
