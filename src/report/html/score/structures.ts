import { plural } from '../../../text.js';
import type { ScoredMolecule, ScoreSummary } from '../../../workflows/score/types.js';
import { shortNumber } from '../../layout.js';
import type { SectionOf } from '../context.js';
import { html } from '../escape.js';
import { TOO_LARGE } from '../room.js';
import type { Section } from '../section.js';
import { labelText, type StructurePair } from '../structures.js';
import { testSide, trainingSide } from './sides.js';

/** The molecules with the largest errors, each beside its nearest training molecule with both labels. */
export const largestErrors: SectionOf<ScoreSummary> = async (summary, { structures }) => {
  const sections: Section[] = [];
  const scored = [
    { name: null, molecules: summary.molecules_scored },
    ...(summary.tasks ?? []).map((task) => ({ name: task.name, molecules: task.molecules_scored })),
  ].filter(({ molecules }) => (molecules?.length ?? 0) > 0);
  for (const [s, { name, molecules = [] }] of scored.entries()) {
    const share = Math.floor(structures.pairsLeft / (scored.length - s));
    const pairs = worst(molecules).slice(0, share).map(pairOf);
    const cards = await structures.pairs(pairs);
    if (cards === null) continue;
    const left = pairs.length - cards.shown;
    sections.push({
      title: name === null ? 'Largest errors' : `Largest errors of ${name}`,
      body: html`<p>Test molecules with the largest errors, each beside its nearest training molecule.</p>
${cards.markup}${left === 0 ? null : html`<p class="note">${plural(left, 'more pair')} left out, ${TOO_LARGE}.</p>`}`,
    });
  }
  return sections;
};

/** By the size of the error, the largest first; equal ones by row. */
function worst(molecules: readonly ScoredMolecule[]): ScoredMolecule[] {
  return molecules
    .filter(({ error }) => error !== null && error !== 0)
    .sort((a, b) => Math.abs(b.error as number) - Math.abs(a.error as number) || a.row - b.row);
}

function pairOf(molecule: ScoredMolecule): StructurePair {
  const { truth, prediction, error, stratum } = molecule;
  const signed = `${(error as number) > 0 ? '+' : ''}${shortNumber(error as number)}`;
  return {
    text: `Error ${signed}; similarity ${molecule.max_similarity.toFixed(2)}, in ${stratum}`,
    sides: [
      testSide(molecule, [labelText(truth), `prediction ${shortNumber(prediction as number)}`]),
      trainingSide(molecule),
    ],
  };
}
