import { plural } from '../../../text.js';
import type { ExpectedMolecule, ExpectSummary } from '../../../workflows/expect/types.js';
import { titleOf } from '../../expect/answer.js';
import { shortNumber } from '../../layout.js';
import type { SectionOf } from '../context.js';
import { html } from '../escape.js';
import { TOO_LARGE } from '../room.js';
import { labelText, type StructurePair } from '../structures.js';

/** The library molecules that are least similar to training, each beside its nearest training molecule. */
export const leastSimilar: SectionOf<ExpectSummary> = async (summary, { structures }) => {
  const error = summary.task === 'regression' ? 'error' : titleOf(summary.domain.metric);
  const pairs = summary.least_similar
    .slice(0, structures.pairsLeft)
    .map((molecule) => pairOf(molecule, error));
  const cards = await structures.pairs(pairs);
  if (cards === null) return [];
  const left = pairs.length - cards.shown;
  return [
    {
      title: 'Least similar to training',
      body: html`<p>Library molecules that are least similar to training, and so have the largest expected errors, each beside its nearest training molecule.</p>
${cards.markup}${left === 0 ? null : html`<p class="note">${plural(left, 'more pair')} left out, ${TOO_LARGE}.</p>`}`,
    },
  ];
};

/** @param measure what is expected */
function pairOf(molecule: ExpectedMolecule, measure: string): StructurePair {
  const { max_similarity: similarity, stratum, expected_error: error, reason } = molecule;
  const where = reason === null ? '' : `; outside: ${reason}`;
  return {
    text: `Similarity ${(similarity ?? 0).toFixed(2)}, in ${stratum}; expected ${measure} ${shortNumber(error ?? 0)}${where}`,
    sides: [
      {
        role: 'library',
        row: molecule.row,
        id: molecule.id,
        smiles: molecule.smiles,
        values: predictionTexts(molecule),
      },
      {
        role: 'training',
        row: molecule.nearest_train_row ?? 0,
        id: molecule.nearest_train_id,
        smiles: molecule.nearest_train_smiles ?? '',
        values: [labelText(molecule.nearest_train_label)],
      },
    ],
  };
}

/** The prediction with its interval or set; without a prediction the width of the interval, where there is one. */
function predictionTexts(molecule: ExpectedMolecule): string[] {
  const { prediction, lower, upper, half_width: half, prediction_set: set } = molecule;
  if (prediction == null) return half == null ? [] : [`prediction ± ${shortNumber(half)}`];
  const value = `prediction ${shortNumber(prediction)}`;
  if (lower != null && upper != null) {
    return [value, `interval ${shortNumber(lower)} to ${shortNumber(upper)}`];
  }
  return set == null ? [value] : [value, `possible classes: ${set}`];
}
