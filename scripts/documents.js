import { fingerprintUsages } from '../dist/chemistry/fingerprint-kinds.js';
import { splitFormats } from '../dist/dataset/split-formats/registry.js';
import { splitters, tableFormats } from '../dist/index.js';
import { flagOf } from '../dist/spelling.js';
import { PURPOSES } from '../dist/splitters/splitter.js';
import { columnNames } from '../dist/tables/columns.js';
import { list } from '../dist/text.js';
import { datasetTables, suiteList } from './datasets-document.js';

/** A text as code, in Markdown. */
const code = (text) => `\`${text}\``;

/** Parts of documents that are written by hand, which come from registries. `place` matches a part and nothing around it. */
export const parts = [
  {
    file: 'README.md',
    place: /(?<=`tanimark split --methods` lists all )\S+(?= methods)/,
    content: () => String(splitters.length),
  },
  {
    file: 'README.md',
    place: /(?<=\n\| methods \| question \|\n\| --- \| --- \|\n)(?:\|.*\n)+/,
    content: () => Object.entries(PURPOSES).map(methodsRow).join(''),
  },
  {
    file: 'README.md',
    place: /(?<=`--fingerprint` chooses another \()[^)]*(?=\))/,
    content: () => list(fingerprintUsages().map(code), 'or'),
  },
  {
    file: 'docs/tables.md',
    place: /(?<=\n\| format \| endings \| read \| written \|\n[| -]+\n)(?:\|.*\n)+/,
    content: () => tableFormats().map(formatRow).join(''),
  },
  {
    file: 'docs/columns.md',
    place: /(?<=\n\| role \| flag \| names, in this order \|\n[| -]+\n)(?:\|.*\n)+/,
    content: () =>
      columnNames()
        .filter(({ role }) => role in ROLE_TITLES)
        .map(rolesRow)
        .join(''),
  },
  {
    file: 'docs/files.md',
    place: /(?<=\n\| `--format` \| for \| `-o` ends in \| written \| read \|\n[| -]+\n)(?:\|.*\n)+/,
    content: () => splitFormats().map(splitFormatRow).join(''),
  },
  {
    file: 'docs/datasets.md',
    place: /(?<=<!-- generated: data sets -->\n)[\s\S]*(?=<!-- end -->)/,
    content: () => `${datasetTables()}${suiteList()}`,
  },
];

/** Roles as the document calls them. */
const ROLE_TITLES = {
  smiles: 'structures',
  label: 'labels',
  id: 'ids',
  truth: 'true values beside predictions',
  prediction: 'predictions',
  probability: 'predicted probabilities',
  std: 'predicted standard deviations',
  lower: 'lower bounds of intervals',
  upper: 'upper bounds of intervals',
  split: 'subsets',
};

function rolesRow({ role, option, tiers }) {
  const shown = tiers.map((tier) =>
    typeof tier === 'string' ? `the only name with ${code(tier)} in it` : tier.map(code).join(', '),
  );
  return `| ${ROLE_TITLES[role]} | ${code(flagOf(option))} | ${shown.join('; ')} |\n`;
}

function methodsRow([purpose, text]) {
  const own = splitters.filter((splitter) => splitter.purpose === purpose);
  return `| ${own.map(({ name }) => code(name)).join(', ')} | ${text} |\n`;
}

function splitFormatRow({ name, tool, places, written, readable }) {
  const endings = Object.keys(places).map(code);
  return `| ${[code(name), tool, list(endings, 'or'), written, readable].join(' | ')} |\n`;
}

function formatRow({ name, extensions, content, delimiter, writer, rewriter }) {
  const found = content === 'delimited' && delimiter === undefined;
  const read = found ? 'yes; the separator is found from the first lines' : 'yes';
  const written = content === 'none' ? 'by `neighbors` and `audit --pairs`' : 'yes';
  const cells = [
    code(name),
    extensions.map(code).join(', '),
    content === 'none' ? 'no' : read,
    writer ? written : rewriter ? 'by `split`, of records that were read' : 'no',
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** A document with what the registries hold. */
export function withRegistries(file, text) {
  return parts
    .filter((part) => part.file === file)
    .reduce((all, { place, content }) => all.replace(place, content), text);
}
