import { describe, expect, it } from 'vitest';
import { checkComment, commentMarker } from '../../../src/report/check/comment.js';
import { checkMarkdown } from '../../../src/report/check/markdown.js';
import { HOSTILE } from './hostile.js';
import { EVERY_KIND, outcome, summaryOf, task } from './summaries.js';

describe('Markdown of a check', () => {
  it('has the verdict, errors, sentences on what did not pass, and all rules', () => {
    const errors = [
      { name: 'fewer_rows', task: null, message: 'new.csv has 350 of 360 rows' },
    ] as const;
    const warnings = ['column y is read as *logarithms*'];
    expect(checkMarkdown(summaryOf(EVERY_KIND, { errors, warnings }))).toMatchInlineSnapshot(`
      "### tanimark check

      **ERROR: some rules could not be checked (predictions of test rows are missing), 2 of 9 rules failed, 1 failed with a warning only, 1 failed for information only, 2 inconclusive, 3 passed**

      - **ERROR** \`fewer_rows\`: new.csv has 350 of 360 rows

      - **FAIL** MAE in \`[1/3, 2/3)\` is worse by 0.082, more than the allowed 0.05, and significantly (95% CI 0.053 to 0.110; one-sided p = 0.010, Holm-corrected)
      - **FAIL** 5 test rows (1.4%) have a training neighbor ≥ \`0.9\`: \`maxNear 0.9:1%\` failed
      - **WARN** RMSE overall is 0.900 (95% CI 0.850 to 0.950): it is above the maximum of 0.8
      - **INCONCLUSIVE** MAE in \`[2/3, 1]\` is worse by 0.040 (95% CI up to 0.090 worse; allowed: 0.05). With 120 rows, the power reaches 80% only for a worsening of 0.130 or more
      - **INFO** Spearman overall is 0.410 (95% CI 0.330 to 0.480): its whole interval is below the minimum of 0.5
      - **INCONCLUSIVE** \`novel scaffolds\`: MAE where \`scaffold=unseen\` is better by 0.010; 0.05 is allowed; the stratum is too small for conclusions (12 rows)

      |  | rule | baseline → new | worse by (95% CI) | allowed |
      | --- | --- | ---: | ---: | ---: |
      | FAIL | \`mae change in [1/3, 2/3)\` | 0.612 → 0.694 | 0.082 [0.053, 0.110] | 0.05 |
      | INCONCLUSIVE | \`mae change in [2/3, 1]\` | 0.612 → 0.652 | 0.040 [−0.010, 0.090] | 0.05 |
      | INCONCLUSIVE | \`novel scaffolds\` | 0.612 → 0.602 | −0.010 | 0.05 |
      | PASS | \`mae change in [0, 1/3)\` | 0.612 → 0.602 | −0.010 [−0.030, 0.020] | 0.05 |

      |  | rule | value (95% CI) | limit |
      | --- | --- | ---: | ---: |
      | FAIL | \`maxNear 0.9:1%\` | 5 rows (1.4%) | ≤ 1% |
      | WARN | \`rmse max overall\` | 0.900 [0.850, 0.950] | ≤ 0.8 |
      | INFO | \`spearman min overall\` | 0.410 [0.330, 0.480] | ≥ 0.5 |
      | PASS | \`r2 min overall\` | 0.612 [0.551, 0.668] | ≥ 0.5 |
      | PASS | \`maxDuplicates 0\` | 0 rows (0%) | ≤ 0 |

      - on 360 test rows of 358 molecules: \`[0, 1/3)\` 120, \`[1/3, 2/3)\` 120, \`[2/3, 1]\` 120

      - note: column y is read as \\*logarithms\\*

      - next: if the change is intended, run tanimark check --update-baseline to save the new predictions as the baseline, and commit it
      - next: to decide an inconclusive rule, use more test rows in its stratum, or a wider margin

      \`tanimark.config.yaml\`, seed 0, tanimark 1.2.3
      "
    `);
  });

  it('leaves what passed out first where there is not room for all, and says so', () => {
    const many = Array.from({ length: 10_000 }, (_, i) =>
      outcome({
        name: `rule ${i} on a molecule named ü`,
        ...(i % 100 === 0 ? { verdict: 'fail', drop: 0.2, drop_ci95: [0.1, 0.3] } : {}),
      }),
    );
    const bytes = (text: string) => Buffer.byteLength(text);
    for (const limit of [1_000_000, 60_000]) {
      const text = checkMarkdown(summaryOf(many), { limit });
      expect(bytes(text)).toBeLessThanOrEqual(limit);
      expect(bytes(text)).toBeGreaterThan(0.9 * limit);
      const rows = text.match(/^\| (FAIL|PASS) /gm) ?? [];
      expect(rows.filter((row) => row === '| FAIL ')).toHaveLength(100);
      expect(text.match(/^- \*\*FAIL\*\* /gm)).toHaveLength(100);
      const left = (10_000 - rows.length).toLocaleString('en');
      expect(text).toContain(`Not shown, for lack of space: ${left} rules that passed. \``);
    }
    const small = checkMarkdown(summaryOf(many), { limit: 10_000 });
    expect(small).toMatch(/space: 9,900 rules that passed, and \d\d that did not\. `/);
  });

  it('stays under its limit whatever is long: errors, tasks, notes and names', () => {
    const long = 'µ@|'.repeat(5000);
    const n = 400;
    const summary = summaryOf(
      Array.from({ length: n }, () => outcome({ name: long, stratum: long, verdict: 'fail' })),
      {
        config: long,
        version: long,
        errors: Array.from({ length: n }, () => ({ name: 'input', task: long, message: long })),
        tasks: Array.from({ length: n }, () => task({ name: long })),
        warnings: Array.from({ length: n }, () => long),
      },
    );
    const text = checkMarkdown(summary);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
    expect(text).toMatch(/^- and [\d,]+ more errors$/m);
    expect(text).toMatch(/^- and [\d,]+ more tasks$/m);
    expect(text).toMatch(/^- and [\d,]+ more notes$/m);
    const comment = checkComment(summary, long);
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(65_536);
  });

  it('lets no name out of its place', () => {
    const plain = shapeOf('plain');
    for (const name of HOSTILE) expect([name, shapeOf(name)]).toEqual([name, plain]);

    /** What the lines are, and what of HTML, links, mentions and references is outside of code. */
    function shapeOf(name: string) {
      const outcomes = EVERY_KIND.map((one, i) =>
        outcome({ ...one, name: `rule ${i} ${name}`, task: name, stratum: one.stratum && name }),
      );
      const text = checkMarkdown(
        summaryOf(outcomes, {
          config: `c ${name}`,
          errors: [{ name: 'input', task: `t ${name}`, message: `in ${name}` }],
          tasks: [task({ name: `t ${name}` })],
          warnings: [`of ${name}`],
        }),
      );
      const outside = text
        .replace(/<code>[^<>`|]*<\/code>/g, 'CODE')
        .replace(/`[^`\n|\\]*`/g, 'CODE');
      return {
        lines: text
          .split('\n')
          .map((line) => line.match(/^(?:\| \w+|\| ---|- \*\*\w+|- \w+|#+|\*\*\w+)?/)?.[0]),
        cells: text.split('\n').flatMap((line) => (/^\|/.test(line) ? line.split('|').length : [])),
        html: outside.match(/[<>]/g) ?? [],
        codes: outside.match(/CODE/g)?.length,
        links: outside.match(/(?<!\\)\](?=[(:[])|@(?=\w)|(?<!&)#(?=\w)/g) ?? [],
        ticks: outside.match(/`/g) ?? [],
      };
    }
  });

  it('is the same each time, without colors', () => {
    const summary = summaryOf(EVERY_KIND);
    expect(checkMarkdown(summary)).toBe(checkMarkdown(structuredClone(summary)));
    expect(checkMarkdown(summary)).not.toContain('\u001b');
  });
});

describe('the comment of a check', () => {
  it('is the Markdown under a hidden line by which it is found again', () => {
    const summary = summaryOf(EVERY_KIND);
    expect(checkComment(summary)).toBe(`<!-- tanimark-check -->\n${checkMarkdown(summary)}`);
    expect(checkComment(summary, 'herg').split('\n')[0]).toBe('<!-- tanimark-check herg -->');
  });

  it('is one for each configuration of a repository', () => {
    const first = (config: string) => checkComment(summaryOf([], { config })).split('\n')[0];
    expect([
      first('tanimark.config.json'),
      first('package.json'),
      first('models/herg/tanimark.config.yaml'),
      first('nightly gate.yaml'),
    ]).toEqual([
      '<!-- tanimark-check -->',
      '<!-- tanimark-check -->',
      '<!-- tanimark-check models/herg/tanimark.config.yaml -->',
      '<!-- tanimark-check nightly%20gate.yaml -->',
    ]);
  });

  it('has a marker that no name ends, and different names do not share', () => {
    const ids = [...HOSTILE, '--', '-', '%2D', 'a--b', 'a-', '->', 'é'];
    const markers = ids.map(commentMarker);
    for (const marker of markers) {
      expect(marker).toMatch(/^<!-- tanimark-check [\w./%-]* -->$/);
      expect(marker.slice(4, -3)).not.toMatch(/--|-$/);
    }
    expect(new Set(markers).size).toBe(ids.length);
  });
});
