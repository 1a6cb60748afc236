import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Job } from '../../../src/job.js';
import { split } from '../../../src/workflows/split/index.js';
import { writeSplit } from '../../../src/workflows/split/output.js';
import { compareSplits, sweepSplits } from '../../../src/workflows/split/series/index.js';
import { writeSeries } from '../../../src/workflows/split/series/output.js';
import type { CompareOptions, SweepOptions } from '../../../src/workflows/split/series/types.js';
import type { SplitOptions } from '../../../src/workflows/split/types.js';
import { verify } from '../../../src/workflows/verify/index.js';
import type { VerifiedManifest, VerifySummary } from '../../../src/workflows/verify/types.js';
import { csv, madeRows } from '../score/made.js';

const task = () => new Job({ threads: 1 });

/** Molecules in series, with a label; some rows repeat a molecule, and some have no valid structure. */
export const DATA = csv(
  [
    ...madeRows(90, 3),
    ...madeRows(90, 3)
      .slice(0, 6)
      .map((row) => ({ ...row, name: `${row.name}-again`, y: row.y + 1 })),
    { name: 'bad', smiles: 'not a molecule', series: 'core-0', y: 1, pred: 0 },
    { name: 'open', smiles: 'C1CC', series: 'core-1', y: 2, pred: 0 },
  ],
  {
    name: (row) => row.name,
    smiles: (row) => row.smiles,
    series: (row) => row.series,
    y: (row) => row.y,
  },
);

/** What tests change in a manifest. */
export interface Editable {
  version: string;
  rdkit: string;
  method: string;
  seed: number;
  parameters: Record<string, string>;
  input: { path: string; cells?: object };
  sizes: Record<string, number>;
  records: Record<string, number>;
  similarity: { bins: string[]; achieved: number[] };
  labels: { test: { mean: number } };
  warnings: string[];
  outputs: { sha256: string; cells?: { sha256: string; columns: { sha256: string }[] } }[];
}

/** A folder with a table, in which splits are made and verified. */
export class Place {
  readonly path = mkdtempSync(join(tmpdir(), 'tanimark-verify-'));

  constructor(data = DATA) {
    onTestFinished(() => rmSync(this.path, { recursive: true, force: true }));
    this.write('data.csv', data);
  }

  at(name: string): string {
    return join(this.path, name);
  }

  write(name: string, text: string): string {
    writeFileSync(this.at(name), text);
    return this.at(name);
  }

  read(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }

  remove(name: string): void {
    rmSync(this.at(name));
  }

  async split(output: string, options: Partial<SplitOptions> = {}): Promise<void> {
    const result = await split({ input: this.at('data.csv'), ...options }, task());
    await writeSplit(result, `${this.path}/${output}`, 'csv', task());
  }

  async compare(output: string, options: Omit<CompareOptions, 'input'>): Promise<void> {
    const series = await compareSplits({ input: this.at('data.csv'), ...options }, task());
    await writeSeries(series, `${this.path}/${output}`, 'csv', task());
  }

  async sweep(output: string, options: Omit<SweepOptions, 'input'>): Promise<void> {
    const series = await sweepSplits({ input: this.at('data.csv'), ...options }, task());
    await writeSeries(series, `${this.path}/${output}`, 'csv', task());
  }

  verify(name: string, strict = false): Promise<VerifySummary> {
    return verify({ paths: [this.at(name)], strict }, task());
  }

  /** Changes a manifest as text and back. */
  editManifest(name: string, edit: (manifest: Editable) => void): void {
    const manifest = JSON.parse(this.read(name));
    edit(manifest);
    this.write(name, JSON.stringify(manifest));
  }
}

/** Checks that failed, one a line: the kind, the subject's name, and what was found. */
export function failuresOf({ checks }: VerifiedManifest): string[] {
  return checks
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ kind, subject, detail }) => `${kind} ${subject.replace(/^.*[/\\]/, '')}: ${detail}`);
}

/** Options of a split with another fingerprint and bins. */
export const MACCS = { fingerprint: 'maccs', bins: '0,0.6,0.8,1' };

/** What verification found of the only manifest. */
export async function verified(place: Place, name = 's.csv') {
  const summary = await place.verify(name);
  const [one] = summary.manifests;
  return { summary, one, failures: failuresOf(one) };
}
