import { reasonTexts } from '../../../metrics/metric.js';
import { metricNamed } from '../../../metrics/registry.js';
import { plural } from '../../../text.js';
import type {
  ComparedGroup,
  ComparedTask,
  ModelComparison,
  PairDifference,
} from '../../../workflows/compare/types.js';
import { isKnown } from '../../compare/words.js';
import { plainNumber } from '../draw/scale.js';
import { type Figure, type FigureTable, makeFigure } from '../figure.js';
import { drawForest, type ForestRow } from '../kinds/forest.js';
import { sizeNote, slug } from '../of-results.js';
import { lookOf, STANDING_LOOKS } from './looks.js';

/** The most metrics of a task, and rows of a figure, that are drawn. */
const METRICS = 3;
const ROWS = 40;

/** Differences of models by group of rows: a figure for each metric, the primary one first. */
export function modelDifferences({ tasks }: ModelComparison): Figure[] {
  return tasks.flatMap((task) =>
    metricsOf(task).flatMap((metric) => figureOf(task, metric, tasks.length > 1)),
  );
}

function metricsOf({ groups, primary_metric: primary }: ComparedTask): string[] {
  const all = Object.keys(groups[0]?.metrics ?? {});
  return [primary, ...all.filter((name) => name !== primary)].slice(0, METRICS);
}

/** A difference, and the rows that it is of. */
interface Line {
  readonly group: ComparedGroup;
  readonly pair: PairDifference;
}

function figureOf(task: ComparedTask, metric: string, named: boolean): Figure[] {
  const lines = task.groups.flatMap((group) =>
    (group.metrics[metric]?.differences ?? []).map((pair): Line => ({ group, pair })),
  );
  if (!lines.some(({ pair }) => isKnown(pair))) return [];
  const descriptor = metricNamed(metric);
  const title = descriptor?.title ?? metric;
  const direction =
    descriptor?.direction === 'maximize' && descriptor.target === undefined ? 'better' : 'worse';
  const shown = lines.slice(0, ROWS);
  const pairs = new Set(lines.map(({ pair }) => pairName(pair)));
  const only = pairs.size === 1 ? [...pairs][0] : null;
  const margin = commonMargin(shown);
  const what =
    descriptor?.target === undefined ? title : `distance of ${title} from its best value`;
  const cut = lines.length > ROWS ? ` The first ${ROWS} of ${lines.length} differences.` : '';
  return [
    makeFigure({
      name: `${named ? `${slug(task.name)}-` : ''}${slug(metric)}-differences`,
      title: `Differences in ${title}${named ? `, ${task.name}` : ''}`,
      caption: `Difference in ${what} with 95% CI${only ? `, ${only}` : ''}, of ${plural(task.n, 'test row')} overall and by group of rows.${margin ? ' Dashed lines: the margin.' : ''}${cut}`,
      drawing: drawForest({
        xTitle: `difference in ${what}${only ? `, ${only}` : ''} (above 0: ${direction})`,
        zero: 0,
        margin,
        looks: STANDING_LOOKS,
        sections: only
          ? [{ heading: '', rows: shown.map((line) => rowOf(line, groupName(line.group))) }]
          : sectionsOf(shown),
      }),
      table: tableOf(lines),
    }),
  ];
}

function sectionsOf(lines: readonly Line[]) {
  const groups = [...new Set(lines.map(({ group }) => group))];
  return groups.map((group) => {
    const own = lines.filter((line) => line.group === group);
    const rows = own.map((line) => rowOf(line, pairName(line.pair)));
    const [{ estimate, note }] = rows;
    // What holds for every pair, such as a group that is too small, is said once.
    const isSame = estimate === null && rows.every((row) => !row.estimate && row.note === note);
    return { heading: groupName(group), rows: isSame ? [{ ...rows[0], name: '' }] : rows };
  });
}

function rowOf({ pair }: Line, name: string): ForestRow {
  if (!isKnown(pair)) {
    return {
      name,
      note: pair.difference === null ? reasonTexts[pair.reason] : '',
      estimate: null,
      look: 0,
    };
  }
  return {
    name,
    estimate: { value: pair.difference, interval: pair.ci95 },
    look: lookOf(pair.standing, pair.significant),
  };
}

/** `new − main` */
function pairName({ a, b }: PairDifference): string {
  return `${b} − ${a}`;
}

function groupName({ by, value, n }: ComparedGroup): string {
  const size = ` (${sizeNote(n)})`;
  return by === 'overall' || by === 'similarity' ? `${value}${size}` : `${by} ${value}${size}`;
}

/** The margin, where all differences have the same one. */
function commonMargin(lines: readonly Line[]): number | undefined {
  const margins = new Set(lines.flatMap(({ pair }) => (isKnown(pair) ? [pair.margin] : [])));
  const [first] = margins;
  return margins.size === 1 && first > 0 ? first : undefined;
}

function tableOf(lines: readonly Line[]): FigureTable {
  return {
    columns: [
      ...['rows', 'n', 'a', 'b', 'b − a', 'ci95 low', 'ci95 high'],
      ...['margin', 'p (Holm)', 'verdict', 'significant', 'reason'],
    ],
    rows: lines.map(({ group, pair }) => {
      const name = group.by === 'overall' ? 'overall' : `${group.by} ${group.value}`;
      const head = [name, String(group.n), pair.a, pair.b];
      if (!isKnown(pair)) {
        const reason = pair.difference === null ? reasonTexts[pair.reason] : '';
        return [...head, '', '', '', '', '', '', '', reason];
      }
      const [low, high] = pair.ci95 ?? [null, null];
      return [
        ...head,
        ...[pair.difference, low, high, pair.margin, pair.p_holm].map(plainNumber),
        pair.standing,
        pair.significant ? 'yes' : 'no',
        pair.ci_reason ? reasonTexts[pair.ci_reason] : '',
      ];
    }),
  };
}
