import { extname } from 'node:path';
import type {
  Division,
  Holds,
  SplitFormat,
  WrittenColumn,
  WrittenNames,
  WrittenSplit,
} from '../../dataset/split-formats/format.js';
import { TanimarkError } from '../../errors.js';
import { optionName } from '../../spelling.js';
import { numberIn } from '../../tables/columns.js';
import { isFolder } from '../../tables/output-path.js';
import { isStream } from '../../tables/outputs/target.js';
import { list, plural } from '../../text.js';
import { filesOfParts, type PlannedFile, type PlannedFiles, partPath } from './tables.js';
import type { RecordOutcome, SplitResult } from './types.js';

/** The files of a split in a format of another tool. @throws TanimarkError (usage) where it cannot be said in it */
export function plannedInFormat(
  result: SplitResult,
  output: string,
  format: SplitFormat,
): PlannedFiles {
  const split = writtenSplit(result);
  const { divisions, kind } = split;
  const place = formatPlace(format, output, {
    folds: kind === 'folds',
    repeats: kind === 'repeats',
  });
  checkDivisions(divisions, format);
  if (result.data.pairs && format.noPairs !== undefined) {
    throw new TanimarkError(
      'usage',
      `the format ${format.name}: ${format.noPairs}; use another format, such as deepchem`,
    );
  }
  const holds = format.places[place];
  const filesOf = (some: readonly Division[], path: string) =>
    format.write(some, split, place).map(({ name, ...file }): PlannedFile => {
      return { ...file, path: `${path}${name}` };
    });
  if (isTogether(split, holds)) {
    const files = filesOf(divisions, output);
    return { files, manifests: [{ summary: result.summary, files, output }] };
  }
  return filesOfParts(result, output, (k, path) => filesOf([divisions[k]], path));
}

/** The pieces of a split in a format that is one text or table, for standard output. @throws TanimarkError (usage) */
export function oneInFormat(result: SplitResult, format: SplitFormat): PlannedFile {
  const [place] = Object.keys(format.places);
  const { files } = plannedInFormat(result, `split${place}`, format);
  if (files.length === 1) return files[0];
  throw new TanimarkError(
    'usage',
    `the format ${format.name} makes several files; name a file for them with -o`,
  );
}

/** Manifest entries of a format, and what is to be said of it. */
export function formatEntries(
  result: SplitResult,
  output: string,
  format: SplitFormat,
): { manifest: { format: string; written?: WrittenNames }; notes: string[] } {
  const split = writtenSplit(result);
  const place = placeOf(output, format);
  const names = format.names?.(split, place) ?? {};
  const hasNames = Object.keys(names).length > 0;
  const classes = result.data.labels?.classes;
  const leftOut = leftOutText(split.divisions[0]);
  return {
    manifest: { format: format.name, ...(hasNames ? { written: names } : {}) },
    notes: [
      ...(leftOut === null
        ? []
        : [
            `${leftOut}${split.divisions.length > 1 ? ` in ${split.divisions[0].name}` : ''} are in none of its sets`,
          ]),
      ...(hasNames && classes
        ? [`labels are written as 1 ("${classes.positive}") and 0 ("${classes.negative}")`]
        : []),
      ...(format.notes?.(split, place, result.data.name) ?? []),
    ],
  };
}

/** Whether all divisions of a split are in one file or folder. */
function isTogether({ kind }: WrittenSplit, holds: Holds): boolean {
  return kind === 'one' || holds === 'several' || (holds === 'folds' && kind === 'folds');
}

/** How to use an output, in one line. */
export function formatUsage(result: SplitResult, output: string, format: SplitFormat): string {
  const split = writtenSplit(result);
  const place = placeOf(output, format);
  const together = isTogether(split, format.places[place]);
  const first = together ? output : partPath(output, result.parts[0].name);
  return format.usage(first, place, result.data.path, split);
}

/**
 * The ending of an output in a format.
 *
 * @param several which of these the split has
 * @throws TanimarkError (usage) where the format has no such files, or cannot hold such a split in them
 */
export function formatPlace(
  format: SplitFormat,
  output: string,
  several: { readonly folds: boolean; readonly repeats: boolean },
): string {
  const place = placeOf(output, format);
  const { places, name } = format;
  if (!Object.hasOwn(places, place)) {
    const known = Object.keys(places);
    const shown = known.map((ending) =>
      ending === '/' ? 'a folder (a name that ends in /)' : ending,
    );
    throw new TanimarkError(
      'usage',
      `-o ${output}: the format ${name} writes ${list(shown, 'or')}; choose another name`,
    );
  }
  if (places[place] === 'one' && (several.folds || several.repeats)) {
    const [other] = Object.keys(places).filter((ending) => places[ending] === 'several');
    throw new TanimarkError(
      'usage',
      `-o ${output}: a ${place} file of the format ${name} holds one split; for ${several.folds ? 'folds' : 'repeats'} name a ${other} file`,
    );
  }
  return place;
}

/** Refuses validation rows that a format cannot hold. @throws TanimarkError (usage) */
export function checkValidation(format: SplitFormat, hasValidation: boolean): void {
  if (!hasValidation || format.noValidation === undefined) return;
  throw new TanimarkError(
    'usage',
    `the format ${format.name}: ${format.noValidation}; leave ${optionName('valid')} out, or use the format indices`,
  );
}

function placeOf(output: string, format: SplitFormat): string {
  if (isFolder(output)) return '/';
  const ending = extname(output).toLowerCase();
  if (Object.hasOwn(format.places, ending) || !isStream(output)) return ending;
  return Object.keys(format.places)[0];
}

function checkDivisions(divisions: readonly Division[], format: SplitFormat): void {
  checkValidation(
    format,
    divisions.some(({ words }) => words.includes('valid')),
  );
  if (format.noLeftOut === undefined) return;
  for (const division of divisions) {
    const leftOut = leftOutText(division);
    if (leftOut === null) continue;
    throw new TanimarkError(
      'usage',
      `the format ${format.name}: ${format.noLeftOut}, and this split has ${leftOut}; use the format indices, which leaves them out, or remove these rows from the table and split again`,
    );
  }
}

/** Rows of a division that are in no set, in words; null if there are none. */
function leftOutText({ words }: Division): string | null {
  const counts = (['discarded', 'invalid'] as const).flatMap((word) => {
    const rows = words.filter((one) => one === word).length;
    return rows === 0 ? [] : [plural(rows, `${word} row`)];
  });
  return counts.length === 0 ? null : list(counts);
}

/** A split as formats write it. */
function writtenSplit(result: SplitResult): WrittenSplit {
  const { data, idColumn, parts, records, summary } = result;
  const { columns, rows } = data.table;
  const wordsOf = (of: readonly RecordOutcome[]) => of.map(({ split }) => split);
  const id = idColumn;
  const smiles = data.smilesColumn;
  const smilesOf = (r: number) => rows[r][smiles].trim();
  return {
    kind: parts.length === 0 ? 'one' : summary.folds ? 'folds' : 'repeats',
    divisions:
      parts.length === 0
        ? [{ name: 'split', words: wordsOf(records) }]
        : parts.map((part) => ({ name: part.name, words: wordsOf(part.records) })),
    columns,
    rows,
    smiles: { name: columns[smiles], cell: (r) => data.texts.get(smilesOf(r)) ?? smilesOf(r) },
    label: labelColumn(result),
    id: id === undefined ? null : { name: columns[id], cell: (r) => rows[r][id].trim() },
    dropsInvalid: summary.parameters['on-invalid'] === 'drop',
  };
}

/** Labels as numbers: classes are 1 and 0, and numbers stay as they are written. */
function labelColumn({ data: { labels, table } }: SplitResult): WrittenColumn | null {
  if (!labels) return null;
  const { column, task, values } = labels;
  const at = table.columns.indexOf(column);
  return {
    name: column,
    cell: (r) => {
      const own = table.rows[r][at].trim();
      if (task === 'regression' && !Number.isNaN(numberIn(own))) return own;
      return Number.isNaN(values[r]) ? '' : String(values[r]);
    },
  };
}
