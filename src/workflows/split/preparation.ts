import { blockReader } from '../../chemistry/blocks.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import type { StandardizeLevel } from '../../chemistry/standardize/levels.js';
import { type MoleculeTable, readMoleculeTable } from '../../dataset/molecule-table.js';
import { resolveInput } from '../../dataset/named/resolve.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { nearestOf } from '../../similarity/compared.js';
import { countBins } from '../../similarity/nearest.js';
import { optionName } from '../../spelling.js';
import type { Preparation } from '../../splitters/splitter.js';
import type { Stopwatch } from '../../stopwatch.js';
import { cellChecksums } from '../../tables/cells.js';
import { readTable } from '../../tables/read.js';
import { shownPlace } from '../../tables/table.js';
import { plural } from '../../text.js';
import type { SplitPlan } from './plan.js';
import type { SourceFile } from './types.js';

/** Inputs of a split. */
export interface SplitTools {
  /** The input, read when first asked for. */
  readonly read: () => Promise<MoleculeTable>;
  readonly pool: ChemistryPool;
  readonly clock: Stopwatch;
}

/**
 * Lets a method look at its options, and at other files that they name, and reads the input.
 * What can be wrong with the options shows before the input's structures are read. Other files' molecules
 * are standardized as those of the input are.
 */
export async function preparation(
  { splitter, method, bins, standardize }: SplitPlan,
  { read, pool, clock }: SplitTools,
  job: Job,
): Promise<{
  data: MoleculeTable;
  prepared: { bins: SimilarityBins | undefined; options: Readonly<Record<string, unknown>> };
  notes: string[];
  /** Other files that were read. */
  sources: SourceFile[];
}> {
  let data: MoleculeTable | undefined;
  const notes: string[] = [];
  const sources: SourceFile[] = [];
  const tools: Preparation = {
    bins,
    async readTable(path, isData) {
      const structures = async (cells: string[]) => [isData(cells)];
      const table = await readTable((await resolveInput(path)).path, {
        structures,
        blocks: blockReader(pool, job),
        job,
      });
      const cells = cellChecksums(table.columns, table.rows);
      sources.push({ path, sha256: table.sha256, cells });
      return table;
    },
    async similarityToInput(path, used) {
      data ??= await read();
      const other = await readOther(path, standardize, pool, job, clock);
      const { invalid } = other.set;
      if (invalid.length > 0) {
        notes.push(
          `${path}: ${plural(invalid.length, 'row')} with an invalid SMILES, left out of its distribution; the first is ${shownPlace(invalid[0])}: ${invalid[0].reason}`,
        );
      }
      job.progress.start('comparing with the input', other.set.count, 'molecules');
      const found = await nearestOf(other.compared, data.compared, job);
      job.progress.finish();
      const counts = countBins(found, used);
      notes.push(
        `${path}: max similarity of its ${plural(other.set.count, 'molecule')} to the input, by bin: ${counts.join(', ')}`,
      );
      return counts;
    },
  };
  const prepared = splitter.prepare
    ? await splitter.prepare(method.values, tools)
    : { bins, options: method.values };
  data ??= await read();
  return { data, prepared, notes, sources };
}

/** Another file's molecules; its columns are found, not named. */
async function readOther(
  path: string,
  standardize: StandardizeLevel,
  pool: ChemistryPool,
  job: Job,
  clock: Stopwatch,
): Promise<MoleculeTable> {
  try {
    return await readMoleculeTable(path, { standardize }, pool, job, clock);
  } catch (error) {
    if (!(error instanceof TanimarkError) || error.code !== 'column') throw error;
    throw new TanimarkError(
      'column',
      `${path}: no SMILES column found (${optionName('smiles')} applies to the input only); rename the column to "smiles", or give a table of bins and counts, such as "0-0.1,12"`,
      { cause: error },
    );
  }
}
