import { count } from '../../../text.js';
import type { AuditFinding, AuditPair, AuditSummary } from '../../../workflows/audit/types.js';
import type { SectionOf } from '../context.js';
import { html, joined, type Markup } from '../escape.js';
import { labelText, type StructurePair } from '../structures.js';

/** Findings that are shown as structures: contradicting labels first, then what leaks or nearly does. */
const isShown = ({ name, level, family }: AuditFinding) =>
  level !== null || family === 'labels' || name === 'same_fingerprint' || name === 'near_0.9';

/** Pairs of each finding as structures, side by side, as many of each as there is room for. */
export const leakingPairs: SectionOf<AuditSummary> = async ({ comparisons }, { structures }) => {
  const found = comparisons.flatMap(({ name, findings }) => {
    const told = new Set<string>();
    const byLabels = ({ family }: AuditFinding) => Number(family !== 'labels');
    const ordered = findings.filter(isShown).sort((a, b) => byLabels(a) - byLabels(b));
    return ordered.flatMap((finding) => {
      // A pair is shown once, under the first of its findings.
      const pairs = finding.examples.filter(({ test_row, train_row }) => {
        const key = `${test_row} ${train_row}`;
        return !told.has(key) && told.add(key);
      });
      return pairs.length === 0 ? [] : [{ comparison: name, finding, pairs }];
    });
  });
  const parts: Markup[] = [];
  for (const [f, { comparison, finding, pairs }] of found.entries()) {
    const share = Math.max(1, Math.floor(structures.pairsLeft / (found.length - f)));
    const cards = await structures.pairs(pairs.slice(0, share).map(pairOf));
    if (cards === null) break;
    const what = comparisons.length === 1 ? '' : `, ${comparison}`;
    const above = pairs.length < finding.examples.length ? '; some are shown above' : '';
    const all = finding.pairs === cards.shown;
    const which = all ? 'all pairs' : `${cards.shown} of ${count(finding.pairs)} pairs${above}`;
    parts.push(html`<p><b>${finding.title}${what}</b> (${which}): ${finding.definition}.</p>
${cards.markup}`);
  }
  return parts.length === 0 ? [] : [{ title: 'Pairs as structures', body: joined(parts) }];
};

function pairOf(pair: AuditPair): StructurePair {
  const [train, test] = pair.comparison.split('-');
  return {
    text: `Similarity ${pair.similarity.toFixed(2)}`,
    sides: [
      {
        role: test,
        row: pair.test_row,
        id: pair.test_id,
        smiles: pair.test_smiles,
        values: [labelText(pair.test_label)],
      },
      {
        role: train,
        row: pair.train_row,
        id: pair.train_id,
        smiles: pair.train_smiles,
        values: [labelText(pair.train_label)],
      },
    ],
  };
}
