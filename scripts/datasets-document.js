import { loadRegistry } from '../dist/dataset/named/load-registry.js';
import { count, plural } from '../dist/text.js';

const registry = await loadRegistry();
const cell = (text) => text.replaceAll('|', '\\|');
const code = (text) => `\`${text}\``;

function splitText(split) {
  if (!split) return '';
  if ('column' in split) return `column ${code(split.column)}`;
  if ('part' in split) return `${split.part.replace('_', ' and ')} part`;
  return split.method;
}

function labelText({ columns: { labels }, unit }) {
  const [first, ...others] = labels;
  if (first === undefined) return 'none';
  if (others.length > 0) return `${labels.length} labels`;
  return cell(`${code(first)}${unit ? `, ${unit}` : ''}`);
}

function row(one) {
  const { name, summary, rows, task, metric, split, license } = one;
  const cells = [
    code(name),
    cell(summary),
    typeof rows === 'number' ? count(rows) : '',
    labelText(one),
    [task, metric].filter(Boolean).join(', '),
    splitText(split),
    license,
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** The data sets of each family, as tables. */
export function datasetTables() {
  return registry.families
    .map(({ family, title, summary }) => {
      const own = registry.datasets.filter((one) => one.family === family);
      const head = `### ${title}\n\n${code(family)}: ${summary} (${plural(own.length, 'file')}).`;
      const table =
        '| name | what it is | rows | label | task, metric | own split | license |\n| --- | --- | --- | --- | --- | --- | --- |\n';
      return `\n${head}\n\n${table}${own.map(row).join('')}`;
    })
    .join('');
}

/** The suites, a line each. */
export function suiteList() {
  const lines = registry.suites.map(
    ({ name, summary, datasets }) =>
      `- ${code(`suite:${name}`)}: ${summary} (${plural(datasets.length, 'data set')})\n`,
  );
  return `\n### Suites\n\n${lines.join('')}\n`;
}
