import { Command } from 'commander';
import type { StructureCache } from '../chemistry/cache/structure-cache.js';
import type { Multiple } from '../chemistry/cells.js';
import { checkOutputAndManifest, hasManifest } from '../dataset/manifest/path.js';
import { shardOptionNames, shardOptions, shardWords } from '../dataset/neighbor-parts/shard.js';
import { TanimarkError } from '../errors.js';
import type { Job } from '../job.js';
import { NEIGHBORS, neighborsFlags } from '../options/neighbors.js';
import { renderResult } from '../report/registry.js';
import { formatNamedFor } from '../tables/formats/names.js';
import { endingOf, endingsOf, outputFormats } from '../tables/formats/registry.js';
import { checkOutput, isFolder, refuseStandardOutput } from '../tables/output-path.js';
import {
  type NeighborsText,
  neighborsFormat,
  neighborsText,
  partOutput,
  writeNeighbors,
} from '../workflows/neighbors/output.js';
import type { NeighborsSummary, SideOptions } from '../workflows/neighbors/types.js';
import { addOptions } from './add-options.js';
import type { ExplainFlags } from './explain.js';
import { checkFigures, writeFigures } from './figures.js';
import { cacheOf } from './options.js';
import { checkPage, refusePageAsTable, writePage } from './page.js';
import { type CommonOptions, runInSession, type Session } from './session.js';

interface NeighborsFlags extends CommonOptions, ExplainFlags {
  k?: number;
  threshold?: string;
  cache?: boolean;
  includeSelf?: boolean;
  fingerprint?: string;
  smiles?: string;
  querySmiles?: string;
  referenceSmiles?: string;
  id?: string;
  queryId?: string;
  referenceId?: string;
  delimiter?: string;
  inputFormat?: string;
  queryInputFormat?: string;
  referenceInputFormat?: string;
  multiple?: Multiple;
  queryDelimiter?: string;
  referenceDelimiter?: string;
  header?: boolean;
  queryHeader?: boolean;
  referenceHeader?: boolean;
  shard?: string;
  referenceShard?: string;
  force?: boolean;
  merge?: string[];
  output?: string;
  format?: string;
  html?: string;
  figures?: string;
}

/** A result, and whether it was there before. */
interface Made {
  readonly summary: NeighborsSummary;
  readonly wasThere?: boolean;
}

/** The options that --merge, too, has a use for. */
const OF_MERGE = [
  'merge',
  'output',
  'format',
  'html',
  'figures',
  'threads',
  'json',
  'quiet',
  'color',
];

export function neighborsCommand(): Command {
  const command = new Command('neighbors')
    .description(
      'Lists the most similar reference molecules of each query molecule (exact Tanimoto similarity). Every query row is in the output; repeated reference molecules are listed once.',
    )
    .argument(
      '[query]',
      'table of molecules (CSV, TSV, SMI, SDF, JSON Lines, Parquet), plain or gzipped; a folder or a quoted pattern for several files of one table; - for standard input; or an FPS file of fingerprints (.fps)',
    )
    .argument(
      '[reference]',
      'the same (of fingerprints, too, an FPS file); dataset:<name> is a bundled data set',
    );
  const formats = outputFormats();
  const names = formats.map(({ name }) => name);
  addOptions(command, { ...NEIGHBORS, ...neighborsFlags(names, endingsOf(formats)) });
  command.addHelpText(
    'after',
    `
Examples (the first runs as it is):
  tanimark neighbors dataset:drugs dataset:drugs -k 3 -o near.csv
  tanimark neighbors screening.smi train.csv --threshold 0.7 --format jsonl
  zcat library.smi.gz | tanimark neighbors - train.csv -k 1 > nearest.csv

In parts, for example in a job array (here part 2 of 7), then merged:
  tanimark neighbors library.smi train.csv --shard 2/7 -o parts/
  tanimark neighbors --merge parts/ -o nearest.csv

Output columns: query_row, query_id, query_smiles, rank, reference_row,
reference_id, reference_smiles, similarity, status (found, none, invalid),
reason. Rows count from 1.
`,
  );
  return command.action(run);
}

async function run(
  query: string | undefined,
  reference: string | undefined,
  flags: NeighborsFlags,
  command: Command,
): Promise<void> {
  if (flags.merge) checkMergeFlags(query, command);
  else if (query === undefined || reference === undefined) {
    command.error(
      `error: missing argument '${query === undefined ? 'query' : 'reference'}'; name two files, for example: tanimark neighbors screening.smi train.csv -o near.csv`,
    );
  }
  const { output, html } = flags;
  refusePageAsTable(output);
  checkPage(html, [query, reference, ...(flags.merge ?? [])], output);
  checkFigures(flags.figures);
  checkPart(flags);
  await runInSession(flags, async (session) => {
    const cache = cacheOf(flags);
    if (output !== undefined && !isFolder(output)) {
      checkOutputAndManifest(output);
      if (flags.json) refuseStandardOutput(output);
    }
    const { summary, wasThere = false } = flags.merge
      ? await written(await mergedText(flags.merge, flags, session.job), output, flags, session)
      : await searched(query as string, reference as string, flags, cache, session);
    const { explained, tellExplanation } = await import('./explain.js');
    const whole = await explained('neighbors', summary, flags);
    if (flags.json && output === undefined) {
      session.warn(['the neighbors themselves are not written; name a file with -o']);
    }
    if (flags.json) {
      await session.out(await renderResult('neighbors', 'json', whole, session.outStyle));
    }
    session.warn([...(cache?.notes ?? []), ...summary.warnings]);
    if (!wasThere) {
      session.summary(await renderResult('neighbors', 'table', summary, session.errStyle));
    }
    await tellExplanation(whole, session);
    await writePage(html, 'neighbors', summary, session);
    await writeFigures(flags.figures, 'neighbors', summary, session);
  });
}

/** Refuses a part that could not be merged later, and --force where it means nothing. */
function checkPart({ shard, referenceShard, output, force }: NeighborsFlags): void {
  const parts = { shard: shard ?? null, reference_shard: referenceShard ?? null };
  if (shard === undefined && referenceShard === undefined) {
    if (!force) return;
    throw new TanimarkError(
      'usage',
      `--force: only with ${shardOptionNames()}; other results are always written`,
    );
  }
  if (output !== undefined && hasManifest(output)) return;
  throw new TanimarkError(
    'usage',
    `${shardOptions(parts)}: name a file with -o, or a folder that ends in /; --merge needs the manifest that is written beside it`,
  );
}

/** The result of a search, written; of a part that is finished already, what its manifest says. */
async function searched(
  query: string,
  reference: string,
  flags: NeighborsFlags,
  cache: StructureCache | undefined,
  session: Session,
): Promise<Made> {
  const { job } = session;
  const { k, threshold, fingerprint, includeSelf, shard, referenceShard } = flags;
  const isPart = shard !== undefined || referenceShard !== undefined;
  const format = neighborsFormat(flags.output, flags.format, isPart);
  const formatFor = (path: string) => formatNamedFor(path, flags.inputFormat, [query, reference]);
  const { openNeighbors } = await import('../workflows/neighbors/index.js');
  const check = (output: string) => {
    checkOutput(query, output, 'the query file');
    checkOutput(reference, output, 'the reference file');
  };
  if (flags.output !== undefined && !isFolder(flags.output)) check(flags.output);
  const opened = await openNeighbors(
    {
      query,
      reference,
      k,
      threshold,
      fingerprint,
      includeSelf,
      shard,
      referenceShard,
      cache,
      queryTable: sideOptions(flags, 'query', formatFor(query)),
      referenceTable: sideOptions(flags, 'reference', formatFor(reference)),
    },
    job,
  );
  try {
    const { request } = opened;
    const output = flags.output && partOutput(flags.output, request, format);
    if (output !== undefined) {
      check(output);
      checkOutputAndManifest(output);
      if (isPart && !flags.force) {
        const { finishedPart } = await import('../workflows/neighbors/finished.js');
        const finished = await finishedPart(output, request, format, job);
        if (finished) {
          session.line(
            `${output} is finished already, from the same files with the same options: ${shardWords(request)} is not searched again (--force searches it)`,
          );
          return { summary: finished, wasThere: true };
        }
      }
    }
    return await written(neighborsText(await opened.search(), format, job), output, flags, session);
  } finally {
    await opened.close();
  }
}

/** Writes a result to its file, or to standard output. */
async function written(
  text: NeighborsText,
  output: string | undefined,
  { json }: NeighborsFlags,
  session: Session,
): Promise<Made> {
  return {
    summary:
      output === undefined
        ? await print(text, json === true, session)
        : await writeNeighbors(text, output, session.job),
  };
}

function sideOptions(
  flags: NeighborsFlags,
  side: 'query' | 'reference',
  inputFormat: string | undefined,
): SideOptions {
  const noHeader = flags.header === false || flags[`${side}Header`] === false;
  return {
    smiles: flags[`${side}Smiles`] ?? flags.smiles,
    id: flags[`${side}Id`] ?? flags.id,
    multiple: flags.multiple,
    delimiter: flags[`${side}Delimiter`] ?? flags.delimiter,
    inputFormat: flags[`${side}InputFormat`] ?? inputFormat,
    header: noHeader ? false : undefined,
  };
}

async function mergedText(
  parts: readonly string[],
  { output, format }: NeighborsFlags,
  job: Job,
): Promise<NeighborsText> {
  const { mergeNeighbors } = await import('../workflows/neighbors/merge.js');
  const text = await mergeNeighbors(parts, job);
  const wanted = output === undefined ? format : neighborsFormat(output, format);
  if (wanted !== undefined && wanted !== text.format) {
    throw new TanimarkError(
      'usage',
      `--merge: the parts are ${text.format.toUpperCase()} and ${wanted.toUpperCase()} is asked for; end the name of the output in ${endingOf(text.format)}`,
    );
  }
  return text;
}

/** Refuses what --merge would ignore. */
function checkMergeFlags(query: string | undefined, command: Command): void {
  if (query !== undefined) {
    throw new TanimarkError(
      'usage',
      `--merge joins files that are there already; leave out ${query}, or name it after --merge if it is a part`,
    );
  }
  for (const option of command.options) {
    const name = option.attributeName();
    if (OF_MERGE.includes(name) || command.getOptionValueSource(name) !== 'cli') continue;
    throw new TanimarkError(
      'usage',
      `${option.long ?? option.short}: not with --merge, where the parts are searched already; leave it out`,
    );
  }
}

/** Data to standard output, unless the JSON document goes there. */
async function print(
  text: NeighborsText,
  json: boolean,
  session: Session,
): Promise<NeighborsSummary> {
  for await (const piece of text.pieces()) {
    if (!json) await session.data(piece);
  }
  return text.summary();
}
