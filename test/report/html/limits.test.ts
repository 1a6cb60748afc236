import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../src/report/figures/index.js';
import { html } from '../../../src/report/html/escape.js';
import { pageText } from '../../../src/report/html/page.js';
import { renderResult } from '../../../src/report/registry.js';
import { plainStyle } from '../../../src/report/style.js';
import type { ScoredMolecule, ScoreSummary } from '../../../src/workflows/score/types.js';
import { madeScore, molecules } from '../figures/made-results.js';
import { elementsOf, faultsOf } from './inert.js';

const bytes = (page: string) => Buffer.byteLength(page);
const notesOf = (page: string) =>
  elementsOf(page).flatMap(({ name, text }) =>
    name === 'p' && /left out/.test(text) ? [text] : [],
  );
const dataOf = (page: string) =>
  JSON.parse(elementsOf(page).find(({ attributes }) => attributes.id === 'result')?.text ?? '');

/** Tasks of as many molecules as are drawn as points, each molecule as large as one is drawn. */
function largeScore(tasks: number): ScoreSummary {
  const chain = `${'C(=O)N'.repeat(30)}${'c1ccc(N)cc1'.repeat(7)}`;
  const rows = molecules(2000, 'regression').map(
    (own, r): ScoredMolecule => ({
      ...own,
      smiles: `${'C'.repeat(1 + (r % 9))}${chain}`,
      nearest_train_smiles: chain,
    }),
  );
  const one = madeScore('regression', rows);
  const { molecules_scored: _, ...mean } = one;
  const named = Array.from({ length: tasks }, (_, t) => ({ ...one, name: `task ${t}` }));
  return { ...mean, tasks: named } as unknown as ScoreSummary;
}

describe('the size of a page', () => {
  it('is at most 3 MB with many points and structures, and says what is left out', async () => {
    const style = { ...plainStyle, page: { structures: 1000, command: undefined } };
    const page = await renderResult('score', 'html', largeScore(8), style);
    expect(bytes(page)).toBeLessThanOrEqual(3_000_000);
    expect(faultsOf(page)).toEqual([]);
    const notes = notesOf(page);
    expect(notes.some((text) => /^\d+ more figures left out, so that/.test(text))).toBe(true);
    expect(notes.some((text) => /^\d+ more pairs left out, so that/.test(text))).toBe(true);
    const drawn = elementsOf(page).filter(({ attributes }) => attributes.class === 'side').length;
    expect(drawn).toBeGreaterThan(20);
  });

  it('keeps the answer and the small sections where one section alone is too large', () => {
    const section = (title: string, size: number) => ({
      title,
      body: html`<p>${Array.from({ length: size / 100 }, () => `${title.padEnd(99)} `)}</p>`,
    });
    const chapter = {
      ...{ title: 'A page', subject: 'of much', answer: ['The answer.'], tone: 'plain' as const },
      sections: [section('a', 1_000), section('b', 2_000_000), section('c', 1_900_000)],
    };
    const page = pageText({ title: 'A page', chapters: [chapter], data: { n: 1 } });
    expect(bytes(page)).toBeLessThanOrEqual(3_000_000);
    expect(notesOf(page)).toEqual(['This section is left out, so that the page stays below 3 MB.']);
    expect(page).toContain('The answer.');
    expect(dataOf(page)).toEqual({
      left_out: 'the page is larger than 3 MB; write it with --json',
    });
    const texts = elementsOf(page).flatMap(({ name, text }) => (name === 'p' ? [text.length] : []));
    expect(texts).toContain(1_900_000);
  });

  it('leaves out the data before anything else', () => {
    const body = html`<p>${Array.from({ length: 24_000 }, () => 'x'.repeat(100))}</p>`;
    const chapter = {
      ...{ title: 'A page', subject: '', answer: [], tone: 'plain' as const },
      sections: [{ title: 'a', body }],
    };
    const page = pageText({ title: 'A page', chapters: [chapter], data: 'y'.repeat(900_000) });
    expect(bytes(page)).toBeLessThan(3_000_000);
    expect(page).toContain('x'.repeat(1000));
    expect(Object.keys(dataOf(page))).toEqual(['left_out']);
  });
});

describe('captions of several tasks', () => {
  it('say that only the first ones are drawn', () => {
    const captions = (tasks: number) =>
      figuresOf('score', { ...largeScore(tasks) }).map(({ caption, svg }) => [caption, svg]);
    const [[caption, svg]] = captions(8);
    expect(caption).toMatch(/ Of 8 tasks, the first 6 have figures of their own\.$/);
    expect(svg).toContain('Of 8 tasks, the first 6 have figures of their own.</desc>');
    expect(captions(2).flat().join(' ')).not.toContain('have figures of their own');
  });
});
