import { describe, expect, it } from 'vitest';
import { githubAnnotations } from '../../../src/report/check/github.js';
import { visible } from '../../../src/text.js';
import { HOSTILE } from './hostile.js';
import { EVERY_KIND, outcome, summaryOf } from './summaries.js';

describe('annotations for GitHub', () => {
  it('are one command for each error and each rule that did not pass, the most severe first', () => {
    const errors = [
      { name: 'fewer_rows', task: 'sol, a: b', message: 'new.csv: 350 rows,\n360 before: 97%' },
    ] as const;
    expect(githubAnnotations(summaryOf(EVERY_KIND, { errors }))).toMatchInlineSnapshot(`
      "::error file=tanimark.config.yaml,title=tanimark check%3A fewer_rows (sol%2C a%3A b)::new.csv: 350 rows,\\n360 before: 97%25
      ::error file=tanimark.config.yaml,title=tanimark check%3A rule failed::MAE in [1/3, 2/3) is worse by 0.082, more than the allowed 0.05, and significantly (95%25 CI 0.053 to 0.110; one-sided p = 0.010, Holm-corrected)
      ::error file=tanimark.config.yaml,title=tanimark check%3A rule failed::5 test rows (1.4%25) have a training neighbor ≥ 0.9: maxNear 0.9:1%25 failed
      ::warning file=tanimark.config.yaml,title=tanimark check%3A rule failed::RMSE overall is 0.900 (95%25 CI 0.850 to 0.950): it is above the maximum of 0.8
      ::warning file=tanimark.config.yaml,title=tanimark check%3A rule inconclusive::MAE in [2/3, 1] is worse by 0.040 (95%25 CI up to 0.090 worse; allowed: 0.05). With 120 rows, the power reaches 80%25 only for a worsening of 0.130 or more
      ::notice file=tanimark.config.yaml,title=tanimark check%3A rule failed::Spearman overall is 0.410 (95%25 CI 0.330 to 0.480): its whole interval is below the minimum of 0.5
      ::notice file=tanimark.config.yaml,title=tanimark check%3A rule inconclusive (novel scaffolds)::MAE where scaffold=unseen is better by 0.010; 0.05 is allowed; the stratum is too small for conclusions (12 rows)
      "
    `);
    expect(githubAnnotations(summaryOf([outcome()]))).toBe('');
  });

  it('follow the policy for what is inconclusive', () => {
    const commands = (['pass', 'warn', 'fail'] as const).map(
      (policy) => githubAnnotations(summaryOf(EVERY_KIND.slice(2, 3), { policy })).split(' ')[0],
    );
    expect(commands).toEqual(['::notice', '::warning', '::error']);
  });

  it('are ten at most, and the last says how many there are beside', () => {
    const failing = Array.from({ length: 13 }, (_, i) =>
      outcome({ name: `rule ${i}`, verdict: 'fail', level: i < 3 ? 'warn' : 'error' }),
    );
    const lines = githubAnnotations(summaryOf(failing)).trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[0]).toContain('(rule 3)');
    expect(lines[9]).toBe(
      '::error file=tanimark.config.yaml,title=tanimark check::and 4 more rules failed or inconclusive: see the summary of the job',
    );
    expect(
      githubAnnotations(summaryOf(failing.slice(3)))
        .trimEnd()
        .split('\n'),
    ).toHaveLength(10);
    expect(githubAnnotations(summaryOf(failing.slice(3)))).not.toContain('more rules');
  });

  it('can be read back, whatever things are called', () => {
    for (const name of HOSTILE) {
      const text = githubAnnotations(
        summaryOf([outcome({ name, task: name, verdict: 'fail', drop: 0.08 })], {
          config: `dir\\${name}`,
        }),
      );
      const lines = text.trimEnd().split('\n');
      expect(lines).toHaveLength(1);
      const [, properties, message] = /^::error ([^\n]*?)::([^\n]*)$/.exec(lines[0]) as string[];
      const fields = properties.split(',').map((field) => field.split(/=(.*)/s).slice(0, 2));
      expect(fields.map(([key]) => key)).toEqual(['file', 'title']);
      expect(unescaped(fields[0][1])).toBe(
        // Line breaks stay; what is not seen otherwise does not.
        `dir/${visible(name.replaceAll('\\', '/'), '\r\n')}`,
      );
      expect(unescaped(message)).toMatch(/^MAE in \[0, 1\/3\) of .* is worse by /);
    }
  });
});

function unescaped(text: string): string {
  return text.replace(/%(25|0D|0A|3A|2C)/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
