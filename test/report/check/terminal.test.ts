import { describe, expect, it } from 'vitest';
import { renderCheck } from '../../../src/report/check/terminal.js';
import { plainStyle, styleFor } from '../../../src/report/style.js';
import { printable } from '../../../src/text.js';
import { HOSTILE } from './hostile.js';
import { EVERY_KIND, outcome, summaryOf, task } from './summaries.js';

const changed = {
  name: 'test_set_changed',
  task: null,
  message:
    'new.csv: 3 of 360 test rows differ from the baseline in the true value, first row 12; if that is meant, run tanimark check --update-baseline',
} as const;

describe('the screen of a check', () => {
  it('has what matters first, sentences on what did not pass, and ends in the verdict', () => {
    const text = renderCheck(summaryOf(EVERY_KIND), plainStyle);
    expect(text).toMatchInlineSnapshot(`
      "check of tanimark.config.yaml
      360 test rows of 358 molecules: [0, 1/3) 120, [1/3, 2/3) 120, [2/3, 1] 120

                    rule             baseline → new       worse by (95% CI)  allowed
      FAIL          mae change in     0.612 → 0.694    0.082 [0.053, 0.110]     0.05
                      [1/3, 2/3)
      INCONCLUSIVE  mae change in     0.612 → 0.652   0.040 [−0.010, 0.090]     0.05
                      [2/3, 1]
      INCONCLUSIVE  novel scaffolds   0.612 → 0.602                  −0.010     0.05
      PASS          mae change in     0.612 → 0.602  −0.010 [−0.030, 0.020]     0.05
                      [0, 1/3)

            rule                        value (95% CI)  limit
      FAIL  maxNear 0.9:1%               5 rows (1.4%)   ≤ 1%
      WARN  rmse max overall      0.900 [0.850, 0.950]  ≤ 0.8
      INFO  spearman min overall  0.410 [0.330, 0.480]  ≥ 0.5
      PASS  r2 min overall        0.612 [0.551, 0.668]  ≥ 0.5
      PASS  maxDuplicates 0                0 rows (0%)    ≤ 0

      FAIL MAE in [1/3, 2/3) is worse by 0.082, more than the allowed 0.05, and
        significantly (95% CI 0.053 to 0.110; one-sided p = 0.010, Holm-corrected)
      FAIL 5 test rows (1.4%) have a training neighbor ≥ 0.9: maxNear 0.9:1% failed
      WARN RMSE overall is 0.900 (95% CI 0.850 to 0.950): it is above the maximum of
        0.8
      INCONCLUSIVE MAE in [2/3, 1] is worse by 0.040 (95% CI up to 0.090 worse;
        allowed: 0.05). With 120 rows, the power reaches 80% only for a worsening of
        0.130 or more
      INFO Spearman overall is 0.410 (95% CI 0.330 to 0.480): its whole interval is
        below the minimum of 0.5
      INCONCLUSIVE novel scaffolds: MAE where scaffold=unseen is better by 0.010;
        0.05 is allowed; the stratum is too small for conclusions (12 rows)

      next: if the change is intended, run tanimark check --update-baseline to save
        the new predictions as the baseline, and commit it
      next: to decide an inconclusive rule, use more test rows in its stratum, or a
        wider margin

      FAIL: 2 of 9 rules failed, 1 failed with a warning only, 1 failed for
        information only, 2 inconclusive, 3 passed
      "
    `);
    expect(text.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
  });

  it('is short where all passed', () => {
    expect(renderCheck(summaryOf([outcome()]), plainStyle)).toMatchInlineSnapshot(`
      "check of tanimark.config.yaml
      360 test rows of 358 molecules: [0, 1/3) 120, [1/3, 2/3) 120, [2/3, 1] 120

            rule                    baseline → new       worse by (95% CI)  allowed
      PASS  mae change in [0, 1/3)   0.612 → 0.602  −0.010 [−0.030, 0.020]     0.05

      PASS: 1 rule passed
      "
    `);
  });

  it('has no column of changes where nothing is compared', () => {
    const [, , , , least] = EVERY_KIND;
    const lines = renderCheck(summaryOf([least]), plainStyle).split('\n');
    expect(lines.slice(3, 5)).toEqual([
      '      rule                  value (95% CI)  limit',
      'PASS  r2 min overall  0.612 [0.551, 0.668]  ≥ 0.5',
    ]);
  });

  it('says that errors keep it from being made', () => {
    const text = renderCheck(summaryOf([], { errors: [changed] }), plainStyle);
    expect(text).toMatchInlineSnapshot(`
      "check of tanimark.config.yaml
      360 test rows of 358 molecules: [0, 1/3) 120, [1/3, 2/3) 120, [2/3, 1] 120

      ERROR test_set_changed: new.csv: 3 of 360 test rows differ from the baseline
        in the true value, first row 12; if that is meant, run tanimark check
        --update-baseline

      ERROR: no rule could be checked (test set changed)
      "
    `);
  });

  it('says what the policy makes of an inconclusive gate', () => {
    const last = (policy: 'pass' | 'warn' | 'fail') =>
      renderCheck(summaryOf(EVERY_KIND.slice(2, 3), { policy }), plainStyle)
        .trimEnd()
        .split('\n')
        .at(-1);
    expect([last('warn'), last('fail')]).toEqual([
      'INCONCLUSIVE: 1 rule inconclusive (inconclusive: warn)',
      'INCONCLUSIVE: 1 rule inconclusive (inconclusive: fail)',
    ]);
    // What only warns leaves the gate open, and the policy has no say.
    expect(renderCheck(summaryOf(EVERY_KIND.slice(3, 5)), plainStyle)).toMatch(
      /\nPASS: 1 of 2 rules inconclusive, 1 passed\n$/,
    );
    expect(renderCheck(summaryOf([]), plainStyle)).toMatch(/\nPASS: nothing was checked\n$/);
  });

  it('stays on a screen, and keeps what failed, with 10,000 rules and many tasks', () => {
    const many = Array.from({ length: 10_000 }, (_, i) =>
      outcome({ name: `rule ${i}`, verdict: i === 9_000 ? 'fail' : 'pass', task: `t${i % 50}` }),
    );
    const tasks = Array.from({ length: 50 }, (_, i) => task({ name: `t${i}` }));
    const lines = renderCheck(summaryOf(many, { tasks }), plainStyle).split('\n');
    expect(lines.length).toBeLessThan(50);
    expect(lines).toContain('… and 46 more tasks');
    expect(lines).toContain('… and 9,986 more rules');
    expect(lines.filter((line) => /^FAIL +rule 9000 /.test(line))).toHaveLength(1);
    expect(lines.at(-2)).toBe('FAIL: 1 of 10,000 rules failed, 9,999 passed');
  });

  it('keeps to 80 columns, to lines and to text, whatever things are called', () => {
    for (const name of [...HOSTILE, 'x'.repeat(500), 'a word '.repeat(100)]) {
      const hostile = EVERY_KIND.map((one, i) =>
        outcome({ ...one, name: `${i} ${name}`, task: name, stratum: one.stratum && name }),
      );
      const tasks = [task({ name, strata: [{ bin: name, n: 3 }] })];
      const text = renderCheck(
        summaryOf(hostile, { config: name, tasks, errors: [{ ...changed, task: name }] }),
        plainStyle,
      );
      for (const line of text.split('\n')) {
        // But for the backslash that breaks a command.
        expect(line.replace(/\\(?=::)|(?<=#)\\(?=#)/, '').length).toBeLessThanOrEqual(80);
        expect(printable(line, 100)).toBe(line);
        // What the runner of GitHub would obey.
        expect(line).not.toMatch(/^\s*::|##\[/);
      }
    }
  });

  it('has the same words with color and without', () => {
    const colored = renderCheck(summaryOf(EVERY_KIND), styleFor(1, 80));
    expect(colored).toContain('\u001b[31mFAIL\u001b[39m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of colors
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(
      renderCheck(summaryOf(EVERY_KIND), plainStyle),
    );
  });
});
