import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from '../shared.js';
import { seeded } from './generators.js';

/** A table of pairs by ids, with what the ids stand for. */
export interface MadePairs {
  /** SMILES of each drug id. */
  readonly drugs: ReadonlyMap<string, string>;
  /** Sequence of each target id. */
  readonly targets: ReadonlyMap<string, string>;
  /** Drug id, target id and label of each row. */
  readonly rows: readonly (readonly [drug: string, target: string, label: string])[];
}

const AMINO_ACIDS = 'ACDEFGHIKLMNPQRSTVWY';
const CORES = ['c1ccccc1', 'c1ccncc1', 'C1CCNCC1', 'c1ccc2[nH]ccc2c1'];
const HEADS = ['', 'C', 'CCO', 'NC(=O)', 'O=C(O)CC'];
const TAILS = ['', 'C', 'CC', 'CO', 'C(=O)N', 'C(=O)NC', 'OCC', 'N(C)C', 'S(=O)(=O)N', 'Cl'];

/** Whole numbers below a limit, from a seed. */
export function below(seed: number): (limit: number) => number {
  const uniform = seeded(seed);
  return (limit) => Math.floor(uniform() * limit);
}

/** Families of sequences: point mutations of a few, some of equal letters that are written differently. */
export function madeSequences(seed: number, count: number, length = 40): string[] {
  const pick = below(seed);
  const letter = () => AMINO_ACIDS[pick(20)];
  const founders = Array.from({ length: Math.max(2, Math.floor(count / 5)) }, () =>
    Array.from({ length: length + pick(length) }, letter),
  );
  return Array.from({ length: count }, () => {
    const own = [...founders[pick(founders.length)]];
    for (let n = pick(8); n > 0; n--) own[pick(own.length)] = pick(6) === 0 ? 'X' : letter();
    const text = own.join('');
    return [text, text, text.toLowerCase(), `${text}*`][pick(4)];
  });
}

/** Made-up pairs of drugs with targets, some of them twice. */
export function madePairs(
  seed: number,
  rows: number,
  sizes = { drugs: 18, targets: 15 },
): MadePairs {
  const pick = below(seed + 1000);
  const drugs = new Map<string, string>();
  for (let d = 0; d < sizes.drugs; d++) {
    const [head, core, tail] = [HEADS, CORES, TAILS].map((texts) => texts[pick(texts.length)]);
    drugs.set(`D${d}`, `${head}${core}${tail}`);
  }
  // The last drug and the last target are the first once more, written in another way.
  const [first] = drugs.values();
  if (sizes.drugs > 1) drugs.set(`D${sizes.drugs - 1}`, first.replace('c1ccccc1', 'C1=CC=CC=C1'));
  const written = madeSequences(seed, sizes.targets);
  if (sizes.targets > 1) written[sizes.targets - 1] = written[0].toLowerCase();
  const targets = new Map(written.map((sequence, t) => [`T${t}`, sequence]));
  return {
    drugs,
    targets,
    rows: Array.from({ length: rows }, () => [
      `D${pick(sizes.drugs)}`,
      `T${pick(sizes.targets)}`,
      (pick(80) / 10).toFixed(1),
    ]),
  };
}

/** A symmetric table of similarities, 1 on the diagonal. */
export function madeMatrix(seed: number, count: number): string[][] {
  const pick = below(seed + 2000);
  const cells = Array.from({ length: count }, () => new Array<string>(count).fill('1'));
  const digits = [0, 1, 2, 4, 6];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const value = pick(4) === 0 ? pick(3) / 3 : pick(1_000_001) / 1_000_000;
      const text = value.toFixed(digits[pick(digits.length)]);
      cells[i][j] = text;
      cells[j][i] = text;
    }
  }
  return cells;
}

export function drugsCsv({ drugs }: MadePairs): string {
  return `drug_id,smiles\n${[...drugs].map((pair) => `${pair.join(',')}\n`).join('')}`;
}

/** Sequences in lines of 60 letters. */
export function fasta({ targets }: MadePairs): string {
  return [...targets]
    .map(([id, sequence]) => `>${id}\n${sequence.replace(/.{60}(?=.)/g, '$&\n')}\n`)
    .join('');
}

/** The rows by ids; or, with both texts in place of the ids, as one table. */
export function pairsCsv({ rows, drugs, targets }: MadePairs, ids = true): string {
  const lines = rows.map(([d, t, y]) => (ids ? [d, t, y] : [drugs.get(d), targets.get(t), y]));
  const header = ids ? 'drug_id,target_id,y' : 'smiles,target,y';
  return `${header}\n${lines.map((line) => `${line.join(',')}\n`).join('')}`;
}

/** A square table with names in its first row and column. */
export function matrixTsv(names: readonly string[], cells: readonly (readonly string[])[]): string {
  const lines = names.map((name, i) => [name, ...cells[i]].join('\t'));
  return `${['id', ...names].join('\t')}\n${lines.join('\n')}\n`;
}

/** A cluster of each name. */
export function madeClusters(seed: number, names: readonly string[]): Map<string, string> {
  const pick = below(seed + 4000);
  const number = 1 + pick(names.length);
  return new Map(names.map((name) => [name, `C${pick(number)}`]));
}

/** Forms of a table of clusters: with a header, either column first; and as MMseqs2 writes it. */
export const CLUSTER_FORMS = ['ids first', 'clusters first', 'MMseqs2'] as const;

export function clustersTsv(
  clusterOf: ReadonlyMap<string, string>,
  form: (typeof CLUSTER_FORMS)[number],
): string {
  const first = new Map<string, string>();
  for (const [name, cluster] of clusterOf) if (!first.has(cluster)) first.set(cluster, name);
  const lines = [...clusterOf].map(([name, cluster]) => {
    if (form === 'MMseqs2') return `${first.get(cluster)}\t${name}`;
    return form === 'ids first' ? `${name}\t${cluster}` : `${cluster}\t${name}`;
  });
  const header = { 'ids first': 'id\tcluster\n', 'clusters first': 'cluster\tid\n', MMseqs2: '' };
  return `${header[form]}${lines.join('\n')}\n`;
}

const DAVIS = sharedPath('datasets/davis/pairs.csv.gz');
export const hasDavis = existsSync(DAVIS);
if (!hasDavis) console.warn('../shared/datasets/davis is absent: its tests are skipped');

/** Drugs, targets, similarities of targets, and all pairs of DAVIS. */
export function davis(): MadePairs & { readonly names: string[]; readonly cells: string[][] } {
  const at = (name: string) => sharedPath(`datasets/davis/${name}`);
  const lines = (text: string, separator: string) =>
    text
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(separator));
  const table = lines(gunzipSync(readFileSync(at('target_similarity.tsv.gz'))).toString(), '\t');
  const entries = readFileSync(at('targets.fasta'), 'utf8').split('>').slice(1);
  const pairs = lines(gunzipSync(readFileSync(DAVIS)).toString(), ',');
  return {
    drugs: new Map(lines(readFileSync(at('drugs.csv'), 'utf8'), ',').map(([id, s]) => [id, s])),
    targets: new Map(
      entries.map((entry) => {
        const [id, ...sequence] = entry.trimEnd().split('\n');
        return [id, sequence.join('')];
      }),
    ),
    rows: pairs.map(([drug, target, , label]) => [drug, target, label]),
    names: table.map(([name]) => name),
    cells: table.map(([, ...cells]) => cells),
  };
}

/** Some rows, with the drugs and targets that are in them and others. */
export function someRows<Kind extends MadePairs>(all: Kind, seed: number, count: number): Kind {
  const pick = below(seed + 3000);
  const rows = [...all.rows];
  for (let i = 0; i < count; i++) {
    const j = i + pick(rows.length - i);
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return { ...all, rows: rows.slice(0, count) };
}
