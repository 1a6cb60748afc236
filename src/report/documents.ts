import { fingerprintUsages } from '../chemistry/fingerprint.js';
import { splitters } from '../splitters/registry.js';
import { PURPOSES } from '../splitters/splitter.js';
import type { TableFormat } from '../tables/formats/format.js';
import { tableFormats } from '../tables/formats/registry.js';
import { list } from '../text.js';

/** A part of a document that is written by hand, which comes from a registry. */
interface Part {
  readonly file: 'README.md' | 'docs/tables.md';
  /** Matches the part and nothing around it. */
  readonly place: RegExp;
  readonly content: () => string;
}

/** @internal only for tests */
export const parts: readonly Part[] = [
  {
    file: 'README.md',
    place: /(?<=`tanimark split --methods` lists all )\S+(?= methods)/,
    content: () => String(splitters.length),
  },
  {
    file: 'README.md',
    place: /(?<=\n\| methods \| purpose \|\n\| --- \| --- \|\n)(?:\|.*\n)+/,
    content: () =>
      Object.entries(PURPOSES)
        .map(([purpose, text]) => {
          const own = splitters.filter((splitter) => splitter.purpose === purpose);
          return `| ${own.map(({ name }) => `\`${name}\``).join(', ')} | ${text} |\n`;
        })
        .join(''),
  },
  {
    file: 'README.md',
    place: /(?<=`--fingerprint` chooses another \()[^)]*(?=\))/,
    content: () =>
      list(
        fingerprintUsages().map((usage) => `\`${usage}\``),
        'or',
      ),
  },
  {
    file: 'docs/tables.md',
    place: /(?<=\n\| format \| endings \| read \| written \|\n[| -]+\n)(?:\|.*\n)+/,
    content: () => tableFormats().map(formatRow).join(''),
  },
];

function formatRow(format: TableFormat): string {
  const { name, extensions, content, writer } = format;
  const found = content === 'delimited' && format.delimiter === undefined;
  const read = found ? 'yes; the separator is found from the first lines' : 'yes';
  const written = content === 'none' ? 'by `neighbors` and `audit --pairs`' : 'yes';
  const endings = extensions.map((ending) => `\`${ending}\``).join(', ');
  return `| \`${name}\` | ${endings} | ${content === 'none' ? 'no' : read} | ${writer ? written : 'no'} |\n`;
}

/** A document with what the registries hold. @internal for scripts/update-readme.js */
export function withRegistries(file: string, text: string): string {
  return parts
    .filter((part) => part.file === file)
    .reduce((all, { place, content }) => all.replace(place, content), text);
}
