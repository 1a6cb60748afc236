import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fingerprintSource } from '../../chemistry/own-fingerprints/index.js';
import { ChemistryPool } from '../../chemistry/pool.js';
import { type FoundManifest, findManifest, isSeries } from '../../dataset/manifest/find.js';
import { manifestPath } from '../../dataset/manifest/path.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { Stopwatch } from '../../stopwatch.js';
import { refuseHalfReplaced } from '../../tables/outputs/journal.js';
import { VERSION } from '../../version.js';
import { VERIFY } from '../options.js';
import { type Claim, claimsOf } from './claims.js';
import { type FoundInput, findInput, outputChecks } from './inputs.js';
import { promisesOf } from './promises.js';
import { recompute } from './recompute.js';
import { repeat } from './repeat.js';
import { type PlaceOf, SplitReader } from './shown.js';
import type { VerifiedManifest, VerifyCheck, VerifyOptions, VerifySummary } from './types.js';

/**
 * Verifies splits against their manifests: checksums; what the manifest says of sizes and similarity, recomputed from the
 * structures; the promises of the method; and the split made again from its input, cell by cell.
 *
 * @throws TanimarkError (file, usage) where there is no manifest, or it cannot be read
 */
export async function verify(options: VerifyOptions, job = new Job()): Promise<VerifySummary> {
  checkOptions('verify', VERIFY, options, job);
  const { paths, strict = false } = options;
  const clock = new Stopwatch();
  for (const path of paths) {
    for (const file of [path, manifestPath(path)]) await refuseHalfReplaced(file);
  }
  const found = paths.map(findManifest);
  const manifests: VerifiedManifest[] = [];
  let rdkit = '';
  for (const one of found) {
    const { verified, version } = await verifyManifest(one, job);
    rdkit = version;
    manifests.push(verified);
  }
  clock.lap('verify');
  const holds = manifests.every(({ verdict }) => verdict === 'verified');
  const repeated = manifests.every((one) => one.repeated);
  return {
    command: 'verify',
    version: VERSION,
    rdkit,
    manifests,
    verdict: holds ? 'verified' : 'failed',
    repeated,
    exit_code: !holds ? 1 : strict && !repeated ? 3 : 0,
    warnings: [],
    seconds: clock.seconds(),
  };
}

async function verifyManifest(
  found: FoundManifest,
  job: Job,
): Promise<{ verified: VerifiedManifest; version: string }> {
  const { content, path } = found;
  const claims = claimsOf(found);
  const [{ parameters }] = claims;
  const fingerprint = fingerprintSource(parameters.fingerprint, dirname(path));
  // Nothing that an earlier run kept is used.
  const pool = new ChemistryPool(fingerprint, { threads: job.threads });
  try {
    const checks = await outputChecks(found);
    const sources: FoundInput[] = [];
    for (const source of content.sources ?? []) sources.push(await findInput(source, path));
    checks.push(...(await recomputeAll(claims, placesOf(sources), pool, job)));
    const again = await repeat(found, sources, pool, job);
    checks.push(...again.checks);
    const holds = checks.every(({ outcome }) => outcome !== 'failed');
    return {
      version: await pool.rdkitVersion(),
      verified: {
        manifest: path,
        methods: [...new Set(claims.map(({ method }) => method))],
        version: content.version,
        rdkit: content.rdkit,
        splits: isSeries(content) ? content.splits.length : claims.length,
        checks,
        verdict: holds ? 'verified' : 'failed',
        repeated: again.problem === null && holds,
        not_repeated: again.problem,
      },
    };
  } finally {
    await pool.close();
  }
}

/** The files of another tool do not hold all rows: they are compared with the split made again. */
function inFormat({ title }: Claim, format: string): VerifyCheck {
  const detail = `files in the format ${format} do not hold all rows; they are compared with the split made again`;
  return { kind: 'sizes', subject: title, outcome: 'not_checked', detail };
}

/** Where the files beside the input are now. */
function placesOf(sources: readonly FoundInput[]): PlaceOf {
  const places = new Map(sources.map((found) => [found.known.path, found.path]));
  return (file) => places.get(file) ?? file;
}

async function recomputeAll(
  claims: readonly Claim[],
  placeOf: PlaceOf,
  pool: ChemistryPool,
  job: Job,
): Promise<VerifyCheck[]> {
  const checks: VerifyCheck[] = [];
  const reader = new SplitReader(
    pool,
    job,
    claims.some((claim) => promisesOf(claim).wholeScaffolds !== undefined),
    placeOf,
  );
  for (const claim of claims) {
    if (claim.format !== null) {
      checks.push(inFormat(claim, claim.format));
      continue;
    }
    if (pool.own?.byRowOrder && !keepsRowOrder(claim)) {
      checks.push({
        kind: 'similarity',
        subject: claim.title,
        outcome: 'not_checked',
        detail: 'the fingerprints of a .npy file are in the order of the input, the rows are not',
      });
      continue;
    }
    try {
      if (!claim.files.every((file) => existsSync(file)))
        throw new TanimarkError('file', 'a file does not exist');
      checks.push(
        ...(await recompute(claim, await reader.read(claim.files, claim.parameters), pool, job)),
      );
    } catch (error) {
      if (!(error instanceof TanimarkError) || error.code === 'aborted') throw error;
      checks.push({
        kind: 'sizes',
        subject: claim.title,
        outcome: 'failed',
        detail: error.message,
      });
    }
  }
  return checks;
}

/** Whether the rows of a split's files are those of its input, in its order. */
function keepsRowOrder({ files, parameters }: Claim): boolean {
  return files.length === 1 && parameters['on-invalid'] !== 'drop';
}
