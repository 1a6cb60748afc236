import type { temporaryFolder } from '../helpers.js';
import type { Ratio } from '../oracle/brute-force.js';
import { checkPairSplit, type PairRow } from '../oracle/check-pairs.js';
import {
  CLUSTER_FORMS,
  clustersTsv,
  drugsCsv,
  fasta,
  type MadePairs,
  madeClusters,
  matrixTsv,
  pairsCsv,
} from '../oracle/pair-data.js';
import {
  categories,
  clustered,
  matrix,
  molecules,
  named,
  type PairWorld,
  sequences,
} from '../oracle/pairs.js';
import { edgesIn, table } from './recompute.js';
import { run } from './run.js';

type Folder = ReturnType<typeof temporaryFolder>;

/** How partners are compared: by words of letters, as categories, or by a table of similarities or clusters. */
export const PARTNERS = ['kmer:1', 'kmer:2', 'kmer:3', 'category', 'matrix', 'clusters'] as const;
export type Partners = (typeof PARTNERS)[number];

export interface PairSplit {
  readonly rows: PairRow[];
  // biome-ignore lint/suspicious/noExplicitAny: a document as it is printed
  readonly summary: any;
  readonly text: string;
}

let runs = 0;

/** Splits a table of pairs by ids; the cells that decide are `drug` and `partner`. */
export async function splitPairs(
  folder: Folder,
  input: string,
  columns: { readonly drug: string; readonly partner: string },
  args: readonly string[],
): Promise<PairSplit> {
  const name = `out-${runs++}.csv`;
  const { code, stdout, stderr } = await run([
    ...['split', input, '-q', '--json', '-o', folder.at(name), ...args],
  ]);
  if (code !== 0) throw new Error(stderr || stdout);
  const text = folder.read(name);
  return {
    rows: table(text).map((row) => ({
      ...row,
      drug: row[columns.drug],
      partner: row[columns.partner],
    })),
    summary: JSON.parse(stdout),
    text,
  };
}

export const IDS = { drug: 'drug_id', partner: 'target_id' };

/** Writes pairs with their side tables; the arguments that name them, and the same world for the oracle. */
export async function written(
  folder: Folder,
  made: MadePairs,
  partners: Partners,
  similarities?: { readonly names: readonly string[]; readonly cells: readonly string[][] },
): Promise<{ input: string; args: string[]; world: PairWorld }> {
  const input = folder.file('pairs.csv', pairsCsv(made));
  const args = ['--drugs', folder.file('drugs.csv', drugsCsv(made)), '--partner', 'target_id'];
  const drugs = named(made.drugs, await molecules(made.drugs.values()));
  if (partners === 'category') {
    return {
      input,
      args: [...args, '--partner-kind', 'category'],
      world: { drugs, partners: categories, partnersAreIds: true },
    };
  }
  if (partners === 'matrix') {
    if (!similarities) throw new Error('no table of similarities');
    const { names, cells } = similarities;
    const file = folder.file('similarity.tsv', matrixTsv(names, cells));
    return {
      input,
      args: [...args, '--target-similarity', file],
      world: { drugs, partners: matrix(names, cells), partnersAreIds: true },
    };
  }
  if (partners === 'clusters') {
    const { size } = made.targets;
    const clusterOf = madeClusters(made.rows.length, [...made.targets.keys()]);
    const text = clustersTsv(clusterOf, CLUSTER_FORMS[(made.rows.length + size) % 3]);
    return {
      input,
      args: [...args, '--target-similarity', folder.file('clusters.tsv', text)],
      world: { drugs, partners: clustered(clusterOf), partnersAreIds: true },
    };
  }
  const targets = folder.file('targets.fasta', fasta(made));
  return {
    input,
    args: [...args, '--targets', targets, '--partner-fingerprint', partners],
    world: {
      drugs,
      partners: named(made.targets, sequences(Number(partners.slice(-1)))),
      partnersAreIds: true,
    },
  };
}

/** Splits, and compares all that is written with the double loop. */
export async function checkedSplit(
  folder: Folder,
  { input, args, world }: Awaited<ReturnType<typeof written>>,
  more: readonly string[],
  bins = '0,1/3,2/3,1',
): Promise<PairSplit & { readonly tested: number }> {
  const done = await splitPairs(folder, input, IDS, [...args, ...more, '--bins', bins]);
  const edges: Ratio[] = edgesIn(bins);
  return { ...done, tested: checkPairSplit(done.rows, world, edges, done.summary) };
}
