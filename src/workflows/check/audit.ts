import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import { invalidShares } from '../../dataset/invalid-share.js';
import type { ScoreOptions } from '../../evaluation/options.js';
import type { GateConfig, TaskConfig } from '../../gate/config/types.js';
import { discreetly } from '../../gate/discretion.js';
import { unchangedSplit } from '../../gate/gate-task.js';
import { checkInvalid, checkStructures } from '../../gate/invalid-structures.js';
import { type Judged, NOT_COMPARED } from '../../gate/rules/judge.js';
import type { Job } from '../../job.js';
import { auditSplit } from '../audit/index.js';

/** Holds what the sides of a task's split have in common against the limits of the configuration. */
export async function judgeAudit(
  { audit: limits }: GateConfig,
  config: TaskConfig,
  cache: StructureCache | undefined,
  job: Job,
): Promise<{ outcomes: Judged[]; rdkit: string } | null> {
  if (!limits) return null;
  const { level, ...rest } = limits;
  const { split, data, part, train, truth, predictions } = config;
  const sides = split === undefined ? { train, test: truth ?? predictions } : { split, data, part };
  const files = split === undefined ? [train, truth ?? predictions] : [data ?? split];
  const options = await unchangedSplit<ScoreOptions>(config);
  const { smiles, label, id, header, delimiter, inputFormat, splitColumn, fingerprint, bins } =
    options;
  const { positive, censored, transform, multiple } = options;
  const { partner, partnerKind, partnerFingerprint, drugs, targets, targetSimilarity } = options;
  const { summary, limits: held } = await discreetly(files, config, async () => {
    const audited = await auditSplit(
      {
        ...sides,
        ...{ smiles, label: label?.includes(',') ? undefined : label, id },
        ...{ header, delimiter, inputFormat, splitColumn, fingerprint, bins, cache },
        ...{ positive, censored, transform, multiple },
        ...{ partner, partnerKind, partnerFingerprint, drugs, targets, targetSimilarity },
        ...rest,
        ...{ examples: 0, limitsOnly: true },
      },
      job,
    );
    const tables = audited.sources.map(({ data }) => data);
    checkInvalid(invalidShares(tables), config.maxInvalid);
    checkStructures(tables);
    return audited;
  });
  const [{ test }] = summary.comparisons;
  const records = summary.sides[test].records;
  const outcomes = held.map(
    ({ option, value, outcome: { comparison, found, exceeded } }): Judged => {
      const limit = `${option} ${value}`;
      return {
        rule: null,
        given: summary.comparisons.length > 1 ? `audit ${comparison}: ${limit}` : `audit ${limit}`,
        task: config.name,
        kind: 'audit',
        metric: null,
        stratum: null,
        level,
        verdict: exceeded ? 'fail' : 'pass',
        n: comparison === summary.comparisons[0].name ? records : summary.sides[test].records,
        value: found,
        ci95: null,
        limit: null,
        audit_limit: limit,
        on: null,
        ...NOT_COMPARED,
        reason: null,
      };
    },
  );
  return { outcomes, rdkit: summary.rdkit };
}
