import { count } from '../../../text.js';
import type { ExpectSummary } from '../../../workflows/expect/types.js';
import { judgedSet, percent, titleOf } from '../../expect/answer.js';
import { domainCells, footnotes, strataCells } from '../../expect/cells.js';
import { shortNumber } from '../../layout.js';
import type { SectionOf } from '../context.js';
import { html, joined } from '../escape.js';
import { table } from '../table.js';

/** Expected metrics of the library beside those of the test set, then strata and the applicability domain. */
export const expectTables: SectionOf<ExpectSummary> = (summary) => {
  const { expected } = summary;
  const judged = judgedSet(summary);
  const metrics = table({
    caption: 'Expected error of the library',
    head: ['metric', 'library', '95% CI', `${judged} molecules`],
    rows: Object.entries(expected.metrics).map(([name, { value, ci95 }]) => [
      titleOf(name),
      html`<b>${shortNumber(value)}</b>`,
      ci95 ? ci95.map(shortNumber).join(', ') : '–',
      shortNumber(expected.test[name]),
    ]),
  });
  const strata = table({ caption: 'Strata of similarity', ...strataCells(summary) });
  const domain = domainCells(summary);
  return [
    {
      title: 'Expected error by similarity',
      body: joined([
        metrics,
        strata,
        ...(domain.rows.length === 0
          ? []
          : [
              table({
                caption: 'Applicability domain: molecules with at least this max similarity',
                ...domain,
              }),
            ]),
        ...footnotes(summary).map((text) => html`<p class="note">${text}</p>`),
      ]),
    },
    libraryRows(summary),
    ...furtherMolecules(summary),
  ];
};

function libraryRows({ library }: ExpectSummary) {
  const { records, invalid, inside, reasons } = library;
  const of = (n: number) => percent(n / (records - invalid));
  const kinds: [string, number][] = [
    ['inside of the similarity range of the test set', inside],
    ['outside: too few test molecules in the stratum', reasons.too_few],
    ['outside: less similar to training than every test molecule', reasons.below_range],
    ['outside: more similar to training than every test molecule', reasons.above_range],
  ];
  return {
    title: 'What the test set covers',
    body: table({
      caption: 'Library rows',
      head: ['rows', 'number', 'share of the valid rows'],
      rows: [
        ...kinds.map(([name, n]) => [name, count(n), of(n)]),
        ...(invalid > 0 ? [['invalid structure', count(invalid), '–']] : []),
      ],
    }),
  };
}

/** Where more test molecules are needed; nothing where none are. */
function furtherMolecules({ strata, planning }: ExpectSummary) {
  const needed = strata.filter(
    ({ more_for_interval: interval, more_for_width: width }) => interval > 0 || (width ?? 0) > 0,
  );
  if (needed.length === 0) return [];
  const few = needed.some((own) => own.more_for_interval > 0);
  const { wanted, width } = planning;
  const goal =
    wanted === null || width === null
      ? 'for the 95% CI'
      : `for a 95% CI of width ${shortNumber(wanted)} instead of ${shortNumber(width)}`;
  return [
    {
      title: 'What to measure next',
      body: table({
        caption: 'Further test molecules',
        head: [
          'similarity to train',
          'measured',
          ...(few ? ['for a prediction interval'] : []),
          goal,
        ],
        rows: needed.map((own) => [
          own.bin,
          count(own.calibration),
          ...(few ? [own.more_for_interval > 0 ? count(own.more_for_interval) : '–'] : []),
          own.more_for_width === null ? '–' : count(own.more_for_width),
        ]),
      }),
    },
  ];
}
