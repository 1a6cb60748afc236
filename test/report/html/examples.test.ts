import { describe, expect, it } from 'vitest';
import { chapterFor } from '../../../src/report/html/context.js';
import { Room } from '../../../src/report/html/room.js';
import { scoreChapter } from '../../../src/report/html/score/chapter.js';
import { Structures } from '../../../src/report/html/structures.js';
import type { ScoredMolecule, ScoreSummary } from '../../../src/workflows/score/types.js';
import { madeScore } from '../figures/made-results.js';
import { elementsOf } from './inert.js';

const BINS = ['[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]'];

/** Molecules of the first and the last stratum, the most similar ones first. */
function scoreOf(rows: number): ScoreSummary {
  const molecules = Array.from({ length: rows }, (_, r): ScoredMolecule => {
    const similarity = 0.99 - (r % (rows / 2)) / rows / 2 - (r < rows / 2 ? 0 : 0.7);
    return {
      ...{ row: r + 1, id: null, smiles: `${'C'.repeat(1 + (r % 20))}O`, truth: r, prediction: r },
      ...{ error: 0, stratum: BINS[r < rows / 2 ? 2 : 0], max_similarity: similarity },
      ...{ nearest_train_row: 1000 + r, nearest_train_id: 't', nearest_train_smiles: 'CCO' },
      nearest_train_label: r === 0 ? null : r / 2,
    };
  });
  return madeScore('regression', molecules);
}

/** The texts of the pairs of a section, and what is said above them. */
async function examplesOf(summary: ScoreSummary, structures: Structures) {
  const page = { command: undefined, structures, figures: new Room(1e6), prefix: 'f' };
  const { sections } = await chapterFor(scoreChapter, summary, page);
  const found = sections.find(({ title }) => title === 'Examples of each stratum');
  const elements = elementsOf(found?.body.text ?? '');
  return {
    heads: elements.flatMap(({ name, text }) =>
      name === 'p' && /rows?$/.test(text) ? [text] : [],
    ),
    pairs: elements.filter(({ attributes }) => attributes.class === 'pair').map(({ text }) => text),
  };
}

describe('examples of each stratum', () => {
  it('are from the middles of its halves by similarity, beside the nearest training molecule', async () => {
    const summary = scoreOf(80);
    const { heads, pairs } = await examplesOf(summary, new Structures(40));
    expect(heads).toEqual(['[0, 1/3): 2 of 40 test rows', '[2/3, 1]: 2 of 40 test rows']);
    const rows = pairs.map((text) => Number(/test, row (\d+)/.exec(text)?.[1]));
    // Of 40, sorted upward: places 10 and 30. Similarity falls with the row.
    expect(rows).toEqual([70, 50, 30, 10]);
    for (const [k, row] of rows.entries()) {
      const own = summary.molecules_scored?.[row - 1] as ScoredMolecule;
      expect(pairs[k]).toContain(`Similarity ${own.max_similarity.toFixed(2)}`);
      expect(pairs[k]).toContain(`training, row ${own.nearest_train_row}`);
      expect(pairs[k]).toContain(`label ${own.truth}`);
    }
  });

  it('leave half of the structures to errors, and are none where there is no room', async () => {
    const count = async (n: number) =>
      (await examplesOf(scoreOf(80), new Structures(n))).pairs.length;
    expect([await count(0), await count(6), await count(8), await count(16)]).toEqual([0, 0, 2, 4]);
  });

  it('are shown once on a page of several models', async () => {
    const structures = new Structures(80);
    expect((await examplesOf(scoreOf(80), structures)).pairs).toHaveLength(4);
    expect((await examplesOf(scoreOf(80), structures)).pairs).toEqual([]);
    expect((await examplesOf(scoreOf(60), structures)).pairs).toHaveLength(4);
  });
});
