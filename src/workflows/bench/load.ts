import { loadBench } from '../../bench/config/load.js';
import type { BenchConfig, BenchData, BenchModel, LoadedBench } from '../../bench/config/types.js';
import { checksumOf } from '../../bench/identity.js';
import { type BenchPlan, type Checksums, planBench } from '../../bench/plan.js';
import {
  isOwnSpec,
  ownSpecText,
  parseOwnSpec,
  specIdentity,
} from '../../chemistry/own-fingerprints/spec.js';
import { resolveInput, statedColumns } from '../../dataset/named/resolve.js';
import { TanimarkError } from '../../errors.js';
import { inFolder } from '../../folders.js';
import { configError, type Problem } from '../../gate/config/problem.js';
import { spelledAs } from '../../spelling.js';
import { planSplit } from '../split/plan.js';
import { splitOptionsOf } from './make-split.js';
import { AS_KEYS } from './spelling.js';

/**
 * Reads the configuration of a benchmark and the checksums of its files, and plans its cells.
 *
 * @param path `tanimark.bench.yaml` in the working folder unless given
 * @throws TanimarkError (config) with file and line
 */
export async function planOf(path: string | undefined): Promise<BenchPlan> {
  const loaded = await loadBench(path);
  checkSplits(loaded);
  return planBench(loaded.config, await checksums(loaded));
}

/** Checks the options of every split as `tanimark split` does. */
function checkSplits({ config, raw }: LoadedBench): void {
  const [data] = config.data;
  const problems = config.splits.flatMap((split): Problem[] => {
    const options = splitOptionsOf(config, data, split, split.seed ?? null);
    const { repeats } = split;
    try {
      spelledAs(AS_KEYS, () =>
        planSplit({ ...options, repeats: repeats > 1 ? repeats : undefined }),
      );
      if (options.method === 'leave-one-group-out') {
        return [
          {
            path: split.path,
            message:
              'makes a fold for each group, which a benchmark cannot take; choose another method',
          },
        ];
      }
      return [];
    } catch (error) {
      if (!(error instanceof TanimarkError)) throw error;
      return [{ path: split.path, message: `cannot be made: ${error.message}` }];
    }
  });
  if (problems.length > 0) throw configError(problems, raw);
}

/** @throws TanimarkError (config) for data sets that were not fetched, and files that cannot be read */
async function checksums({ config, raw }: LoadedBench): Promise<Checksums> {
  const problems: Problem[] = [];
  const attempt = async <Result>(path: readonly PropertyKey[], step: () => Promise<Result>) => {
    try {
      return await step();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      const ours = error instanceof TanimarkError;
      const what = ours ? error.message : `a file that cannot be read (${code})`;
      problems.push({ path, message: `names ${what}` });
      return undefined;
    }
  };
  const data = new Map<BenchData, { sha256: string; stated?: unknown }>();
  for (const one of config.data) {
    const found = await attempt(one.path, async () => {
      const { path, dataset } = await resolveInput(one.input);
      return { sha256: await checksumOf(path), stated: dataset && statedColumns(dataset) };
    });
    if (found) data.set(one, found);
  }
  const inputs = new Map<BenchModel, Readonly<Record<string, string>>>();
  for (const model of config.models) {
    if (model.kind === 'builtin') continue;
    const sums = await attempt(model.path, () => inputSums(model.inputs, config));
    if (sums) inputs.set(model, sums);
  }
  const own = config.scoring.fingerprint;
  const fingerprint = own && (await attempt(['fingerprint'], () => fingerprintIdentity(own)));
  if (problems.length > 0) throw configError(problems, raw);
  return { data, inputs, fingerprint };
}

/** A specification of fingerprints with the checksum of their file in place of its name. */
async function fingerprintIdentity(spec: string): Promise<string> {
  const own = isOwnSpec(spec) ? parseOwnSpec(spec) : null;
  if (own === null || own.from === 'column') return spec;
  const sha256 = await checksumOf(own.name);
  return specIdentity(ownSpecText({ ...own, sha256 }));
}

async function inputSums(
  files: readonly string[],
  { folder }: BenchConfig,
): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const file of files) sums[file] = await checksumOf(inFolder(folder, file));
  return sums;
}
