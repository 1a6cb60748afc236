import type { AuditSettings, Finding } from './finding.js';
import { cliffs } from './findings/cliffs.js';
import { conflicts } from './findings/conflicts.js';
import { duplicates } from './findings/duplicates.js';
import { nearFindings } from './findings/near.js';
import { sameFingerprint } from './findings/same-fingerprint.js';
import { sharedScaffolds } from './findings/scaffolds.js';

/** Every finding, in the order of tables. To add one, write its file and put it here. */
export function findingsFor(settings: AuditSettings): readonly Finding[] {
  return [
    ...duplicates,
    sameFingerprint,
    ...nearFindings(settings),
    sharedScaffolds,
    ...conflicts,
    cliffs,
  ];
}
