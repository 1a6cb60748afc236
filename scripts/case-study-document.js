// The tables of docs/case-study.md, from examples/case-study/results.json.

/** Titles of the splits and models in tables, in this order. */
const SPLITS = {
  random: 'random',
  scaffold: 'scaffold',
  sae: 'balanced',
  'sae without label balance': 'balanced, labels not',
};
const MODELS = {
  forest: 'random forest',
  ridge: 'ridge',
  nearest_neighbour: '1-NN',
  knn: '5-NN',
  property_only: 'property model',
  train_mean: 'train mean',
};

const sign = (value) => (value > 0 ? '+' : '');
const minus = (text) => text.replace('-', '−');
const half = (ci95) => ((ci95[1] - ci95[0]) / 2).toFixed(2);

function mean({ value, ci95 }) {
  return value === null ? '–' : `${minus(value.toFixed(2))} ±${half(ci95)}`;
}

function gap({ worse_by, ci95, share }) {
  const percent = `${sign(share)}${(100 * share).toFixed(0)}%`;
  return `${sign(worse_by)}${minus(worse_by.toFixed(2))} ±${half(ci95)} (${minus(percent)})`;
}

function markdown(head, rows) {
  const lines = [head, head.map((_, c) => (c === 0 ? '---' : '---:')), ...rows];
  return `\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

/** A table of models × splits of a data set. */
function bySplit(entries, data, splits, cell) {
  const of = (model, split) =>
    entries.find((one) => one.data === data && one.model === model && one.split === split);
  return markdown(
    ['model', ...splits.map((split) => SPLITS[split])],
    Object.entries(MODELS).map(([model, title]) => [
      title,
      ...splits.map((split) => cell(of(model, split))),
    ]),
  );
}

/** A table of models × strata of a data set on one split. */
function byStratum(entries, data, split) {
  const own = entries.filter((one) => one.data === data && one.split === split);
  const { strata } = own[0];
  return markdown(
    ['model', ...strata.map(({ bin }) => bin)],
    [
      ['test molecules', ...strata.map(({ n }) => String(Math.round(n)))],
      ...Object.entries(MODELS).map(([model, title]) => [
        title,
        ...own.find((one) => one.model === model).strata.map(mean),
      ]),
    ],
  );
}

/** Every generated part of the page, by its name. */
export function caseStudyParts({ table, gaps }) {
  const splits = Object.keys(SPLITS);
  const parts = {};
  for (const data of [...new Set(table.map((one) => one.data))]) {
    parts[`gaps, ${data}`] = bySplit(gaps, data, splits.slice(1), gap);
    parts[`means, ${data}`] = bySplit(table, data, splits, mean);
    for (const split of ['random', 'sae', 'sae without label balance']) {
      parts[`strata, ${data}, ${split}`] = byStratum(table, data, split);
    }
  }
  return parts;
}

/** The page with its generated parts. @throws Error if one of them has no place */
export function withCaseStudy(page, results) {
  return Object.entries(caseStudyParts(results)).reduce((text, [name, part]) => {
    const start = `<!-- generated: ${name} -->\n`;
    const from = text.indexOf(start);
    const to = text.indexOf('<!-- end -->', from);
    if (from < 0 || to < 0) throw new Error(`docs/case-study.md has no place for: ${name}`);
    return `${text.slice(0, from + start.length)}${part}\n${text.slice(to)}`;
  }, page);
}

/** What of a report and of its cells the page is made from. */
export function caseStudyResults({ version, metrics }, { cells }) {
  const { metric, table, gaps } = metrics.find((one) => one.metric === 'mae');
  const round = (value) => (value === null ? null : Number(value.toFixed(6)));
  const interval = (ci95) => ci95?.map(round) ?? null;
  return {
    version,
    metric,
    table: table.map(({ data, split, model, value, ci95, strata }) => ({
      ...{ data, split, model, value: round(value), ci95: interval(ci95) },
      strata: strata.map((one) => ({
        ...{ bin: one.bin, n: round(one.n), value: round(one.value), ci95: interval(one.ci95) },
      })),
    })),
    gaps: gaps.map(({ data, split, model, worse_by, ci95, share }) => ({
      ...{ data, split, model, worse_by: round(worse_by), ci95: interval(ci95) },
      share: round(share),
    })),
    cells: Object.fromEntries(
      cells.map(({ data, split, repeat, model, scores }) => [
        `${data}/${split}/${repeat}/${model}`,
        round(scores?.overall.metrics.mae.value ?? null),
      ]),
    ),
  };
}
