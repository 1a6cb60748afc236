import { blockReader } from '../../chemistry/blocks.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import {
  type MoleculeTable,
  type MoleculeTableOptions,
  readMoleculeTable,
} from '../../dataset/molecule-table.js';
import { resolveInput } from '../../dataset/named/resolve.js';
import { thingsOf } from '../../dataset/pairs/index.js';
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
import { invalidText } from './messages.js';
import type { SplitPlan } from './plan.js';
import type { SourceFile, SplitOptions } from './types.js';

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
  { splitter, method, bins, standardize, options }: SplitPlan,
  given: SplitTools,
  job: Job,
): Promise<{
  data: MoleculeTable;
  prepared: { bins: SimilarityBins | undefined; options: Readonly<Record<string, unknown>> };
  notes: string[];
  /** Other files that were read. */
  sources: SourceFile[];
}> {
  const { read, pool } = given;
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
      const other = await readOther(
        path,
        { standardize, ...pairOptions(options, data) },
        given,
        job,
      );
      if (data.pairs && !other.pairs) {
        throw new TanimarkError(
          'usage',
          `${path}: its rows are molecules, and those of ${data.name} are pairs; give a table of pairs with the same columns, or one of bins and counts, such as "0-0.1,12"`,
        );
      }
      const { invalid } = other.set;
      if (invalid.length > 0) {
        notes.push(
          `${path}: ${plural(invalid.length, 'row')} with ${invalidText(other)}, left out of its distribution; the first is ${shownPlace(invalid[0])}: ${invalid[0].reason}`,
        );
      }
      const { one, many } = thingsOf(other.pairs);
      job.progress.start('comparing with the input', other.set.count, many);
      const found = await nearestOf(other.compared, data.compared, job);
      job.progress.finish();
      const counts = countBins(found, used);
      notes.push(
        `${path}: max similarity of its ${plural(other.set.count, one)} to the input, by bin: ${counts.join(', ')}`,
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

/** How the pairs of another file are read: as those of the input. @throws TanimarkError (usage) */
function pairOptions(options: SplitOptions, { pairs, name }: MoleculeTable): MoleculeTableOptions {
  if (!pairs) return {};
  const { targetSimilarity, partnerFingerprint, drugs, targets } = options;
  if (targetSimilarity !== undefined) {
    throw new TanimarkError(
      'usage',
      `the pairs of ${name} cannot be compared with those of another file by ${optionName('targetSimilarity')}; give a table of bins and counts, such as "0-0.1,12"`,
    );
  }
  const { kind, partners } = pairs;
  const smiles = drugs === undefined ? undefined : options.smiles;
  return {
    ...{ mayBePairs: true, partner: partners.column, partnerKind: kind },
    ...{ partnerFingerprint, drugs, targets, smiles },
  };
}

/** Another file's molecules, or pairs; its columns are found, not named, but for that of partners. */
async function readOther(
  path: string,
  reading: MoleculeTableOptions,
  { pool, clock }: Pick<SplitTools, 'pool' | 'clock'>,
  job: Job,
): Promise<MoleculeTable> {
  try {
    return await readMoleculeTable(path, reading, pool, job, clock);
  } catch (error) {
    if (!(error instanceof TanimarkError) || error.code !== 'column') throw error;
    if (reading.partner !== undefined) {
      throw new TanimarkError(
        'column',
        `${path} is read as pairs, with the columns of the input: ${error.message}; or give a table of bins and counts, such as "0-0.1,12"`,
        { cause: error },
      );
    }
    throw new TanimarkError(
      'column',
      `${path}: no SMILES column found (${optionName('smiles')} applies to the input only); rename the column to "smiles", or give a table of bins and counts, such as "0-0.1,12"`,
      { cause: error },
    );
  }
}
