import { limitsOf, nearThresholds } from '../../audit/limits.js';
import { openPool } from '../../chemistry/open-pool.js';
import { fingerprintSource } from '../../chemistry/own-fingerprints/index.js';
import { STANDARDIZE_LEVELS, type StandardizeLevel } from '../../chemistry/standardize/levels.js';
import { changedSplitError, changedSplitWarnings } from '../../dataset/manifest/settings.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { DEFAULT_STANDARDIZE } from '../../options/audit.js';
import { checkOptions } from '../../options/check-options.js';
import { DEFAULT_BINS, parseBins } from '../../similarity/bins.js';
import { optionValue } from '../../spelling.js';
import { Stopwatch } from '../../stopwatch.js';
import { refuseHalfReplaced } from '../../tables/outputs/journal.js';
import { list, nearestWord } from '../../text.js';
import { AUDIT } from '../options.js';
import { auditMolecules } from './molecules.js';
import type { OpenAudit } from './opened.js';
import { auditPairs } from './pair-split/index.js';
import type { PairAuditResult } from './pair-split/types.js';
import { placesOf, readSources, withSplitSettings } from './sources.js';
import type { AuditOptions, AuditResult } from './types.js';

/**
 * Looks for leaks in an existing split of molecules: what its sides have in common, molecule by molecule, each pair of
 * sides by itself.
 *
 * @throws TanimarkError on anything wrong with the options or the inputs, and where rows are pairs, for which
 * {@link auditSplit} is; AbortedError
 */
export async function audit(given: AuditOptions, job = new Job()): Promise<AuditResult> {
  return withOpenAudit(given, job, async (opened) => {
    const pairs = opened.sides.find(({ data }) => data.pairs);
    if (!pairs) return auditMolecules(opened);
    throw new TanimarkError(
      'usage',
      `the rows of ${pairs.data.name} are pairs of a molecule and a partner; audit them with auditSplit, or as molecules with ${optionValue('partner', 'none')}`,
      { option: 'partner' },
    );
  });
}

/**
 * Looks for leaks in an existing split, of molecules or of pairs of a molecule and a partner.
 *
 * @returns the result of pairs has `kind: 'pairs'` in its summary
 * @throws TanimarkError on anything wrong with the options or the inputs, AbortedError
 */
export async function auditSplit(
  given: AuditOptions,
  job = new Job(),
): Promise<AuditResult | PairAuditResult> {
  return withOpenAudit<AuditResult | PairAuditResult>(given, job, (opened) =>
    opened.sides.some(({ data }) => data.pairs) ? auditPairs(opened) : auditMolecules(opened),
  );
}

/** Reads options and tables, and hands them on for as long as `use` runs. */
async function withOpenAudit<Result extends AuditResult | PairAuditResult>(
  given: AuditOptions,
  job: Job,
  use: (opened: OpenAudit) => Promise<Result>,
): Promise<Result> {
  checkOptions('audit', AUDIT, given, job);
  if (given.split !== undefined) await refuseHalfReplaced(given.split);
  const places = placesOf(given);
  const { options, changed, requested } = await withSplitSettings(given, places);
  const fingerprint = fingerprintSource(options.fingerprint);
  const bins = parseBins(options.bins ?? DEFAULT_BINS);
  const limits = limitsOf(options);
  const settings = {
    standardize: levelOf(options.standardize ?? DEFAULT_STANDARDIZE),
    near: nearThresholds(options.maxNear),
    conflict: options.conflict ?? null,
  };
  const clock = new Stopwatch();
  const pool = openPool(fingerprint, job, options.cache);
  try {
    const read = await readSources(places, options, pool, job);
    const notes = changedSplitWarnings(changed);
    return await use({
      ...read,
      ...{ options, notes, requested, fingerprint, bins, limits, settings, pool, job, clock },
    });
  } catch (error) {
    throw changedSplitError(error, changed);
  } finally {
    await pool.close();
  }
}

function levelOf(text: string): StandardizeLevel {
  const level = STANDARDIZE_LEVELS.find((name) => name === text.trim().toLowerCase());
  if (level) return level;
  const near = nearestWord(text, STANDARDIZE_LEVELS);
  throw new TanimarkError(
    'usage',
    `${optionValue('standardize', text)}: unknown level${near ? ` (did you mean ${near}?)` : ''}; choose one of ${list(STANDARDIZE_LEVELS)}`,
    { option: 'standardize' },
  );
}
