import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintSource } from '../../chemistry/own-fingerprints/index.js';
import { ChemistryPool } from '../../chemistry/pool.js';
import { subsetOfFile } from '../../dataset/manifest/find.js';
import { fileChecksum, readCells } from '../../dataset/manifest/known-table.js';
import { hasManifest, manifestPath } from '../../dataset/manifest/path.js';
import { listedInvalid, manifestText } from '../../dataset/manifest/write.js';
import { moleculeLabels } from '../../dataset/molecule-labels.js';
import { invalidRows } from '../../dataset/molecule-table.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { DEFAULT_BINS, parseBins } from '../../similarity/bins.js';
import { measureSubsets } from '../../splitters/verify.js';
import { cellChecksums } from '../../tables/cells.js';
import { findColumn, requireColumn } from '../../tables/columns.js';
import { isTableFile } from '../../tables/formats/registry.js';
import { checkOutputs, writeText } from '../../tables/output-path.js';
import type { Table } from '../../tables/table.js';
import { plural } from '../../text.js';
import { VERSION } from '../../version.js';
import { DESCRIBE } from '../options.js';
import { describeBins } from '../split/describe-split.js';
import type { SplitSummary } from '../split/types.js';
import { divisionOf } from './division.js';
import { weightOf } from './recompute.js';
import { SplitReader } from './shown.js';
import type { DescribeOptions } from './types.js';

/** The document that `tanimark verify --describe --json` prints. */
export interface DescribeSummary
  extends Pick<
    SplitSummary,
    'version' | 'rdkit' | 'parameters' | 'sizes' | 'records' | 'similarity' | 'labels' | 'outputs'
  > {
  readonly command: 'verify';
  readonly action: 'describe';
  /** The manifest that was written. */
  readonly manifest: string;
  readonly warnings: readonly string[];
}

/**
 * Writes a manifest for a split that was made elsewhere: its settings as they are given, what is in it, and its checksums.
 *
 * @throws TanimarkError on anything wrong with the options or the files, and (file) where there is a manifest already
 */
export async function describeSplit(
  options: DescribeOptions,
  job = new Job(),
): Promise<DescribeSummary> {
  checkOptions('describeSplit', DESCRIBE, options, job);
  const { path } = options;
  const manifest = manifestPath(path);
  if (!options.force && existsSync(manifest)) {
    throw new TanimarkError(
      'file',
      `${manifest} exists; verify the split with tanimark verify ${path}, or replace the manifest with --force`,
    );
  }
  const fingerprint = fingerprintSource(options.fingerprint);
  const bins = parseBins(options.bins ?? DEFAULT_BINS);
  const files = splitFiles(path);
  checkOutputs([manifest]);
  const tables: Table[] = [];
  for (const file of files) tables.push(await readCells(file));
  const parameters: Record<string, string> = {
    bins: bins.texts.join(','),
    fingerprint: fingerprint.spec,
    ...(options.standardize && options.standardize !== 'none'
      ? { standardize: options.standardize }
      : {}),
    count: 'molecules',
    ...columnsOf(tables[0], files.length === 1, options),
  };
  const pool = new ChemistryPool(fingerprint, { threads: job.threads });
  try {
    const shown = await new SplitReader(pool, job, false).read(files, parameters);
    parameters.fingerprint = fingerprint.spec;
    const { data } = shown;
    const division = divisionOf(shown, null);
    for (const name of ['train', 'test'] as const) {
      if (division[name].length > 0) continue;
      throw new TanimarkError('table', `${path}: no row in ${name} has a valid structure`);
    }
    const weight = weightOf(data, parameters);
    const measured = await measureSubsets(data.compared, division, weight, bins, job);
    const { train, valid, test, discarded, records } = division;
    const labels = moleculeLabels(data);
    const described = { data, bins, labels, scaffolds: null };
    const inTrain = new Set(train);
    const shared = test.filter((m) => inTrain.has(m)).length;
    const warnings = [
      ...invalidRows(data),
      ...(shared > 0
        ? [
            `${plural(shared, 'test molecule is', 'test molecules are')} also in the training set (data leakage)`,
          ]
        : []),
    ];
    const outputs: SplitSummary['outputs'] = [];
    for (const [i, { columns, rows }] of tables.entries()) {
      const sha256 = (await fileChecksum(files[i])) ?? '';
      outputs.push({
        path: files[i],
        sha256,
        rows: rows.length,
        cells: cellChecksums(columns, rows),
      });
    }
    const content = {
      version: VERSION,
      rdkit: await pool.rdkitVersion(),
      method: 'described',
      seed: null,
      parameters,
      input: null,
      sizes: {
        train: train.length,
        valid: valid.length,
        test: test.length,
        discarded: discarded.length,
        invalid: data.set.invalid.length,
      },
      records,
      similarity: {
        bins: bins.texts,
        requested: null,
        achieved: measured.histogram,
        status: null,
        reason: null,
        bound: null,
        valid: valid.length === 0 ? null : { requested: null, achieved: measured.validHistogram },
        with_valid: measured.withValidHistogram,
      },
      labels: describeBins(described, { train, valid, test }, measured.testBins).labels,
      folds: null,
      repeats: null,
      invalid: listedInvalid(data.set.invalid),
      warnings,
      outputs,
    };
    const beside = files.length === 1 ? path : join(path, '/');
    await writeText(manifest, manifestText({ command: 'split', ...content }, beside));
    const { version, rdkit, sizes, similarity } = content;
    return {
      ...{ command: 'verify', action: 'describe', version, rdkit, manifest, parameters },
      ...{ sizes, records, similarity, labels: content.labels, outputs, warnings },
    };
  } finally {
    await pool.close();
  }
}

/** The table of a split, or those of its folder. @throws TanimarkError (file) */
function splitFiles(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new TanimarkError('file', `${path} does not exist; check the path`);
  if (!stats.isDirectory()) {
    if (hasManifest(path)) return [path];
    throw new TanimarkError(
      'file',
      `${path} is not a regular file; a manifest needs one; save the split to a file first`,
    );
  }
  const names = readdirSync(path).filter(
    (name) => isTableFile(name) && subsetOfFile(name) !== undefined,
  );
  const found = names.map(subsetOfFile);
  for (const needed of ['train', 'test'] as const) {
    if (found.filter((name) => name === needed).length === 1) continue;
    throw new TanimarkError(
      'file',
      `${path}: the folder needs exactly one ${needed}.csv; or name a table with a split column`,
    );
  }
  // Columns are those of the training set.
  const first = names.filter((name) => subsetOfFile(name) === 'train');
  return [...first, ...names.filter((name) => !first.includes(name))].map((name) =>
    join(path, name),
  );
}

/** The columns that those who read the split have to know. @throws TanimarkError (column) */
function columnsOf(
  table: Table,
  single: boolean,
  { smiles, label, id, splitColumn }: DescribeOptions,
): Record<string, string> {
  const structures = requireColumn(table, 'smiles', smiles);
  const labels = findColumn(table, 'label', label);
  const ids = findColumn(table, 'id', id);
  const subset = single ? requireColumn(table, 'split', splitColumn) : undefined;
  if (!single && splitColumn !== undefined) {
    throw new TanimarkError(
      'usage',
      '--split-column has no effect on separate files; leave it out',
    );
  }
  const { columns } = table;
  return {
    smiles: columns[structures],
    ...(labels === undefined ? {} : { label: columns[labels] }),
    ...(ids === undefined ? {} : { id: columns[ids] }),
    ...(subset === undefined ? {} : { 'split-column': columns[subset] }),
  };
}
