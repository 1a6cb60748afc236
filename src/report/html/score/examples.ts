import { plural } from '../../../text.js';
import type { ScoredMolecule, ScoreSummary } from '../../../workflows/score/types.js';
import type { SectionOf } from '../context.js';
import { html, joined, type Markup } from '../escape.js';
import { labelText, type StructurePair } from '../structures.js';
import { testSide, trainingSide } from './sides.js';

/** Pairs of each stratum, at most. */
const EACH = 2;

/**
 * A few test molecules of each stratum, each beside its nearest training molecule: what similarities look like. They take
 * at most half of the structures, the rest is for errors; models of one test set show them once on a page.
 */
export const stratumExamples: SectionOf<ScoreSummary> = async (summary, { structures }) => {
  const tasks = [summary, ...(summary.tasks ?? [])];
  const { strata, molecules_scored: molecules = [] } =
    tasks.find((task) => (task.molecules_scored?.length ?? 0) > 0) ?? summary;
  const filled = strata.flatMap(({ bin }) => {
    const own = molecules.filter(({ stratum }) => stratum === bin);
    return own.length > 0 ? [{ bin, molecules: own }] : [];
  });
  const each = Math.min(EACH, Math.floor(structures.pairsLeft / 2 / Math.max(1, filled.length)));
  if (each === 0) return [];
  const chosen = filled.map((own) => ({ ...own, shown: spread(own.molecules, each) }));
  const key = chosen.flatMap(({ shown }) => shown.map(({ row, smiles }) => `${row} ${smiles}`));
  if (!structures.isFirst(key.join('\n'))) return [];
  const parts: Markup[] = [];
  for (const { bin, molecules: own, shown } of chosen) {
    const cards = await structures.pairs(shown.map(pairOf));
    if (cards === null) break;
    parts.push(html`<p><b>${bin}</b>: ${cards.shown} of ${plural(own.length, 'test row')}</p>
${cards.markup}`);
  }
  return [{ title: 'Examples of each stratum', body: joined(parts) }];
};

/** Molecules from the middles of `n` equal parts of all by similarity; equal ones by row. */
function spread(molecules: readonly ScoredMolecule[], n: number): ScoredMolecule[] {
  const sorted = [...molecules].sort(
    (a, b) => a.max_similarity - b.max_similarity || a.row - b.row,
  );
  const count = Math.min(n, sorted.length);
  return Array.from(
    { length: count },
    (_, k) => sorted[Math.floor(((k + 0.5) * sorted.length) / count)],
  );
}

function pairOf(molecule: ScoredMolecule): StructurePair {
  const { truth, max_similarity } = molecule;
  return {
    text: `Similarity ${max_similarity.toFixed(2)}`,
    sides: [testSide(molecule, [labelText(truth)]), trainingSide(molecule)],
  };
}
