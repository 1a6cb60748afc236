import { adjective } from '../../../audit/verdict.js';
import { plural } from '../../../text.js';
import type { PairAuditSummary } from '../../../workflows/audit/pair-split/types.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawBars } from '../kinds/bars.js';

/** Rows of one side by what of their pair the other side has, for each comparison. */
export function knownSides({ comparisons }: PairAuditSummary): Figure[] {
  return comparisons.map(({ name, train, test, quadrants }) => {
    const [ours, theirs] = [adjective(test), adjective(train)];
    const parts: [string, number][] = [
      ['both known', quadrants.both_seen],
      ['new drug', quadrants.new_drug],
      ['new partner', quadrants.new_partner],
      ['both new', quadrants.both_new],
    ];
    const n = parts.reduce((sum, [, rows]) => sum + rows, 0);
    return makeFigure({
      name: `known-${name}`,
      title: `Drugs and partners of ${ours} pairs that are in ${theirs}`,
      caption: `${plural(n, `${ours} row`)} by whether their drug and their partner are in ${theirs}; a row with both known may be a new pair of them.`,
      drawing: drawBars({
        xTitle: `in ${theirs}`,
        yTitle: `${ours} rows`,
        categories: parts.map(([title]) => ({ name: title })),
        series: [{ name: `${ours} rows`, values: parts.map(([, rows]) => rows) }],
      }),
      table: {
        columns: ['drug and partner', `${ours} rows`],
        rows: parts.map(([title, rows]) => [title, String(rows)]),
      },
    });
  });
}
