import { describe, expect, it } from 'vitest';
import { checkComment } from '../../../src/report/check/comment.js';
import { githubAnnotations } from '../../../src/report/check/github.js';
import { checkJunit } from '../../../src/report/check/junit.js';
import { checkMarkdown } from '../../../src/report/check/markdown.js';
import { renderCheck } from '../../../src/report/check/terminal.js';
import { plainStyle } from '../../../src/report/style.js';
import { HOSTILE } from './hostile.js';
import { outcome, summaryOf } from './summaries.js';

const commit = '1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b';
const baseline_ref = { ref: 'origin/main', commit };
const edited = { path: 'b.json', kind: 'changed', ...baseline_ref } as const;

/** The first lines of every format, in which a reader meets it. */
function firstLines(given: Parameters<typeof summaryOf>[1]) {
  const summary = summaryOf([outcome()], given);
  return {
    terminal: renderCheck(summary, { ...plainStyle, width: 200 }).split('\n')[0],
    markdown: checkMarkdown(summary).split('\n')[0],
    comment: checkComment(summary).split('\n')[1],
    junit: /<testcase [^>]*>\s*<system-out>(.*)<\/system-out>/.exec(checkJunit(summary))?.[1],
    first: /<testcase [^>]*name="([^"]*)"/.exec(checkJunit(summary))?.[1],
    github: githubAnnotations(summary).split('\n')[0],
    json: Object.keys(summary).slice(0, 3),
  };
}

describe('a baseline that the change edits', () => {
  it('is said in the first line of every format', () => {
    const text =
      'b.json differs from origin/main (1a2b3c4); this result uses the changed baseline.';
    const code =
      '`b.json` differs from `origin/main` (1a2b3c4); this result uses the changed baseline.';
    expect(firstLines({ baseline_changes: [edited] })).toEqual({
      terminal: `Baseline changed: ${text}`,
      markdown: `> Baseline changed: ${code}`,
      comment: `> Baseline changed: ${code}`,
      junit: `Baseline changed: ${text}`,
      first: 'baseline',
      github: `::warning file=tanimark.config.yaml,title=tanimark check%3A baseline::Baseline changed: ${text}`,
      json: ['command', 'baseline_changes', 'baseline_ref'],
    });
  });

  it('may be new, be left aside for that of another commit, or be one of many', () => {
    const line = (given: Parameters<typeof summaryOf>[1]) => firstLines(given).terminal;
    expect([
      line({ baseline_changes: [{ ...edited, kind: 'added' }] }),
      line({ baseline_changes: [edited], baseline_ref }),
      line({ baseline_ref }),
    ]).toEqual([
      'Baseline changed: b.json is new: it is not in origin/main (1a2b3c4); this result uses the changed baseline.',
      'Baseline changed: b.json differs from origin/main (1a2b3c4); this result uses the one of origin/main (1a2b3c4).',
      'Baseline of origin/main (1a2b3c4).',
    ]);
    expect(firstLines({ baseline_ref }).github).toMatch(/^::notice .*::Baseline of origin/);
    const many = Array.from({ length: 10 }, (_, i) => ({ ...edited, path: `b${i}.json` }));
    const lines = renderCheck(summaryOf([outcome()], { baseline_changes: many }), plainStyle).split(
      '\n\n',
    )[0];
    expect(lines).toContain('b2.json');
    expect(lines).not.toContain('b3.json');
    expect(lines).toMatch(/Baseline changed: 7 more files\.$/);
  });

  it('adds nothing where it is as it was', () => {
    const { terminal, markdown, github, first, junit } = firstLines({});
    expect([terminal, markdown, github]).toEqual([
      'check of tanimark.config.yaml',
      '### tanimark check',
      '',
    ]);
    expect([first, junit]).toEqual(['mae change in [0, 1/3)', undefined]);
  });

  it('stays on one line, and is not taken for the verdict, whatever it is called', () => {
    for (const name of HOSTILE) {
      const summary = summaryOf([outcome()], { baseline_changes: [{ ...edited, path: name }] });
      const [first, blank] = checkMarkdown(summary).split('\n');
      expect(first).toMatch(/^> Baseline changed: .* differs from .*\.$/);
      expect(blank).toBe('');
      // The action takes the first line in bold for the verdict.
      expect(checkComment(summary).match(/^\*\*[A-Z]*:/gm)).toEqual(['**PASS:']);
      expect(renderCheck(summary, plainStyle)).toMatch(/^Baseline changed: /);
    }
  });
});
