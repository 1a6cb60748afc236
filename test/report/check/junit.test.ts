import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { CheckSummary } from '../../../src/gate/types.js';
import { checkJunit } from '../../../src/report/check/junit.js';
import { HOSTILE } from './hostile.js';
import { EVERY_KIND, outcome, summaryOf, task } from './summaries.js';

const schema = readFileSync(new URL('./junit.xsd', import.meta.url), 'utf8');

async function problemsOf(...documents: string[]): Promise<string[]> {
  const xml = documents.map((contents, i) => ({ fileName: `${i}.xml`, contents }));
  const { errors, valid } = await validateXML({ xml, schema });
  const problems = errors.map(({ rawMessage }) => rawMessage);
  return valid || problems.length > 0 ? problems : ['not valid'];
}

const errors: CheckSummary['errors'] = [
  { name: 'missing_stratum', task: null, message: 'no row is in [0, 1/3)' },
  { name: 'missing_stratum', task: null, message: 'no row is in [2/3, 1]' },
  { name: 'invalid_prediction', task: 'herg', message: 'herg.csv, row 3: NaN' },
];

describe('JUnit XML of a check', () => {
  it('has a test case for every limit and every error, and valid counts', async () => {
    const text = checkJunit(summaryOf(EVERY_KIND, { errors }));
    expect(text).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="tanimark" tests="12" failures="2" errors="3" time="0">
        <testsuite name="tanimark" tests="11" failures="2" errors="2" skipped="2" time="0">
          <testcase classname="tanimark.check" name="missing_stratum" time="0">
            <error type="missing_stratum" message="no row is in [0, 1/3)">no row is in [0, 1/3)</error>
          </testcase>
          <testcase classname="tanimark.check" name="missing_stratum (2)" time="0">
            <error type="missing_stratum" message="no row is in [2/3, 1]">no row is in [2/3, 1]</error>
          </testcase>
          <testcase classname="tanimark.check" name="mae change in [0, 1/3)" time="0"/>
          <testcase classname="tanimark.check" name="mae change in [1/3, 2/3)" time="0">
            <failure type="worse" message="MAE in [1/3, 2/3) is worse by 0.082, more than the allowed 0.05, and significantly (95% CI 0.053 to 0.110; one-sided p = 0.010, Holm-corrected)">MAE in [1/3, 2/3) is worse by 0.082, more than the allowed 0.05, and significantly (95% CI 0.053 to 0.110; one-sided p = 0.010, Holm-corrected)</failure>
          </testcase>
          <testcase classname="tanimark.check" name="mae change in [2/3, 1]" time="0">
            <skipped type="inconclusive" message="MAE in [2/3, 1] is worse by 0.040 (95% CI up to 0.090 worse; allowed: 0.05). With 120 rows, the power reaches 80% only for a worsening of 0.130 or more">MAE in [2/3, 1] is worse by 0.040 (95% CI up to 0.090 worse; allowed: 0.05). With 120 rows, the power reaches 80% only for a worsening of 0.130 or more</skipped>
          </testcase>
          <testcase classname="tanimark.check" name="novel scaffolds" time="0">
            <skipped type="inconclusive" message="MAE where scaffold=unseen is better by 0.010; 0.05 is allowed; the stratum is too small for conclusions (12 rows)">MAE where scaffold=unseen is better by 0.010; 0.05 is allowed; the stratum is too small for conclusions (12 rows)</skipped>
          </testcase>
          <testcase classname="tanimark.check" name="r2 min overall" time="0"/>
          <testcase classname="tanimark.check" name="rmse max overall" time="0">
            <system-out>WARN: RMSE overall is 0.900 (95% CI 0.850 to 0.950): it is above the maximum of 0.8</system-out>
          </testcase>
          <testcase classname="tanimark.check" name="spearman min overall" time="0">
            <system-out>INFO: Spearman overall is 0.410 (95% CI 0.330 to 0.480): its whole interval is below the minimum of 0.5</system-out>
          </testcase>
          <testcase classname="tanimark.check" name="maxNear 0.9:1%" time="0">
            <failure type="audit" message="5 test rows (1.4%) have a training neighbor ≥ 0.9: maxNear 0.9:1% failed">5 test rows (1.4%) have a training neighbor ≥ 0.9: maxNear 0.9:1% failed</failure>
          </testcase>
          <testcase classname="tanimark.check" name="maxDuplicates 0" time="0"/>
        </testsuite>
        <testsuite name="tanimark.herg" tests="1" failures="0" errors="1" skipped="0" time="0">
          <testcase classname="tanimark.herg" name="invalid_prediction" time="0">
            <error type="invalid_prediction" message="herg.csv, row 3: NaN">herg.csv, row 3: NaN</error>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
    expect(await problemsOf(text)).toEqual([]);
  });

  it('has a suite for each task, and counts each for itself', () => {
    const tasks = ['a', 'b'].map((name) => task({ name }));
    const outcomes = [
      outcome({ task: 'b', verdict: 'fail' }),
      outcome({ task: 'a', name: 'other' }),
      outcome({ task: 'a', verdict: 'inconclusive' }),
    ];
    const text = checkJunit(summaryOf(outcomes, { tasks }));
    expect(text.match(/<testsuites? .*>/g)).toEqual([
      '<testsuites name="tanimark" tests="3" failures="1" errors="0" time="0">',
      '<testsuite name="tanimark.a" tests="2" failures="0" errors="0" skipped="1" time="0">',
      '<testsuite name="tanimark.b" tests="1" failures="1" errors="0" skipped="0" time="0">',
    ]);
    expect(text.match(/classname="[^"]*"/g)).toEqual([
      'classname="tanimark.a"',
      'classname="tanimark.a"',
      'classname="tanimark.b"',
    ]);
  });

  it('makes a failure of what is inconclusive where the policy does', () => {
    const open = EVERY_KIND.slice(2, 4);
    const kinds = (policy: CheckSummary['policy']) =>
      checkJunit(summaryOf(open, { policy })).match(/<(?:failure|skipped) type="\w+"/g);
    expect(kinds('warn')).toEqual(['<skipped type="inconclusive"', '<skipped type="inconclusive"']);
    // The second only warns.
    expect(kinds('fail')).toEqual(['<failure type="inconclusive"', '<skipped type="inconclusive"']);
  });

  it('is valid whatever things are called', async () => {
    const random = fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), {
      numRuns: 60,
      seed: 1,
    });
    // In one document: each takes a while to be checked.
    const names = [...HOSTILE, ...random].map((name, i) => `${i}${name}`);
    const text = checkJunit(
      summaryOf(
        names.flatMap((name) =>
          [EVERY_KIND[1], EVERY_KIND[2], EVERY_KIND[5]].map((one, i) =>
            outcome({ ...one, name: `${i}${name}`, stratum: one.stratum && name, task: name }),
          ),
        ),
        {
          errors: names.map((name) => ({ name: 'input', task: name, message: name })),
          tasks: names.map((name) => task({ name })),
        },
      ),
    );
    expect(await problemsOf(text, checkJunit(summaryOf([])))).toEqual([]);
    expect(text).toContain('name="02&lt;script&gt;alert(1)&lt;/script&gt;"');
  });

  it('would be refused if it were broken', async () => {
    const good = checkJunit(summaryOf(EVERY_KIND, { errors }));
    const broken: [string, string][] = [
      ['</testsuites>', ''],
      ['<testcase classname="tanimark.check" ', '<testcase '],
      ['tests="11"', 'tests="many"'],
      [' time="0"', ' time="-1"'],
      ['<skipped', '<omitted'],
      ['missing_stratum (2)', 'missing_stratum'],
      ['&quot;', '"'],
      ['in [0, 1/3)', 'in < [0, 1/3)'],
    ];
    const found = await Promise.all(
      broken
        .filter(([part]) => good.includes(part))
        .map(([part, other]) => problemsOf(good.replaceAll(part, other))),
    );
    expect(found.length).toBeGreaterThanOrEqual(7);
    for (const problems of found) expect(problems).not.toEqual([]);
  });
});
