import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type CaseStudy, caseStudyParts, withCaseStudy } from '../scripts/case-study-document.js';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const page = read('docs/case-study.md');
const results: CaseStudy = JSON.parse(read('examples/case-study/results.json'));

describe('docs/case-study.md', () => {
  it('has the tables of its results', () => {
    // node scripts/case-study.js writes them.
    expect(page).toBe(withCaseStudy(page, results));
    expect(page.match(/<!-- generated: /g)).toHaveLength(
      Object.keys(caseStudyParts(results)).length,
    );
  });

  it('says no number that is not in them', () => {
    const tables = new Set(
      Object.values(caseStudyParts(results))
        .join('')
        .match(/\d+\.\d+|\d+%/g),
    );
    const prose = page.replace(/<!-- generated[\s\S]*?<!-- end -->/g, '');
    const numbers = prose.match(/\d+\.\d+|\d+%/g)?.filter((n) => n !== '20%' && n !== '95%') ?? [];
    expect(numbers.length).toBeGreaterThan(20);
    for (const number of numbers) expect(tables).toContain(number);
  });

  it('has results whose means are those of their cells', () => {
    const { splits } = parse(read('examples/case-study/tanimark.bench.yaml'));
    for (const { data, split, model, value } of results.table) {
      const found = splits.find(({ name, method }: { name?: string; method: string }) => {
        return (name ?? method) === split;
      });
      const own = Array.from({ length: found.repeats }, (_, repeat) => {
        return results.cells[`${data}/${split}/${repeat}/${model}`] as number;
      });
      expect(value).toBeCloseTo(own.reduce((sum, mae) => sum + mae, 0) / own.length, 5);
    }
    expect(Object.keys(results.cells)).toHaveLength(240);
    for (const { data, split, model, worse_by, share } of results.gaps) {
      const mean = (name: string) => {
        const one = results.table.find(
          (other) => other.data === data && other.split === name && other.model === model,
        );
        return one?.value as number;
      };
      expect(worse_by).toBeCloseTo(mean(split) - mean('random'), 5);
      expect(share).toBeCloseTo(worse_by / mean('random'), 4);
    }
  });
});
