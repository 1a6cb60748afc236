import { count, fileSize, list, plural } from '../../text.js';
import type {
  DatasetDocument,
  DatasetList,
  DatasetsVerification,
  FetchedDataset,
  FetchSummary,
  OwnSplitAudit,
  RemovedDatasets,
} from '../../workflows/datasets/types.js';
import { padEnd, padStart, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';

/** The longest name that has summaries beside it; those of a family with longer names move to the right. */
const NAME = 34;
/** Of the labels of a block. */
const LABEL = 10;

/** The screen of `datasets list` and `datasets show`. */
export const renderDatasets = forScreen((result: DatasetList, style: Style): string[] =>
  result.action === 'list' ? listLines(result, style) : showLines(result, style),
);

function listLines({ families, suites, total }: DatasetList, { chalk, width }: Style): string[] {
  const shown = families.flatMap(({ datasets }) => datasets);
  const lines = families.flatMap(({ family, title, datasets }) => [
    `${chalk.bold(family)}  ${title} (${datasets.length})`,
    chalk.dim(headLine(datasets)),
    ...datasets.map((one) => listLine(one, datasets, width)),
    '',
  ]);
  if (suites.length > 0) {
    lines.push(`Suites: ${list(suites.map(({ name }) => `suite:${name}`))}`);
  }
  const listed =
    shown.length === total ? plural(total, 'data set') : `${shown.length} of ${total} data sets`;
  const there = shown.filter(({ state }) => state !== 'absent').length;
  lines.push(
    `${listed} in ${plural(families.length, 'family', 'families')}; * on this machine (${count(there)}), ready as dataset:<name>`,
    'Details: tanimark datasets show <name>. Download: tanimark datasets fetch <name>',
  );
  return lines.map((line) =>
    line.length > width && !line.startsWith(' ') ? wrap(line, width) : line,
  );
}

function nameWidth(all: readonly DatasetDocument[]): number {
  return Math.min(NAME, Math.max(...all.map(({ name }) => name.length)));
}

function headLine(all: readonly DatasetDocument[]): string {
  return `  ${padEnd('name', nameWidth(all))} ${padStart('rows', 9)}  what it is`;
}

function listLine(one: DatasetDocument, all: readonly DatasetDocument[], width: number): string {
  const longest = nameWidth(all);
  const rows = padStart(one.rows === null ? '' : count(one.rows), 9);
  const head = `${one.state === 'absent' ? ' ' : '*'} ${padEnd(one.name, longest)} ${rows}  `;
  const room = width - head.length;
  const { summary } = one;
  const text = summary.length <= room ? summary : `${summary.slice(0, Math.max(0, room - 1))}…`;
  return `${head}${text}`.trimEnd();
}

function showLines({ families }: DatasetList, style: Style): string[] {
  return families.flatMap(({ datasets }) =>
    datasets.flatMap((one) => [...describeLines(one, style), '']),
  );
}

function describeLines(one: DatasetDocument, { chalk, width }: Style): string[] {
  const { name, columns, rows, split, faults } = one;
  return [
    chalk.bold(`dataset:${name}`),
    wrap(one.summary, width, '  '),
    ...block(
      [
        ['rows', rows === null ? 'unknown until it is fetched' : count(rows)],
        ['columns', columnsText(columns)],
        ['task', taskText(one)],
        ['metric', one.metric ?? 'none is usual'],
        ['split', splitText(split)],
        ['license', one.license],
        ['cite', one.citation],
        ['page', one.homepage ?? ''],
        [
          'from',
          one.urls.join(' ') + (one.member === null ? '' : ` (in the archive: ${one.member})`),
        ],
        ['size', one.bytes === null ? '' : fileSize(one.bytes)],
        ['checksum', checksumText(one)],
        ['registry', one.registry ?? ''],
        ...faults.map((fault, i): [string, string] => [i === 0 ? 'faults' : '', fault]),
        ['file', one.path ?? `not fetched yet: tanimark datasets fetch ${name}`],
      ],
      width,
    ),
  ];
}

/** Lines with a label each; those without a text are left out. */
function block(
  entries: readonly (readonly [label: string, text: string])[],
  width: number,
): string[] {
  const indent = ' '.repeat(LABEL + 3);
  return entries
    .filter(([, text]) => text !== '')
    .map(([label, text]) => {
      const wrapped = wrap(text, Math.max(width, LABEL + 23), indent);
      return `  ${padEnd(label, LABEL)} ${wrapped.slice(indent.length)}`;
    });
}

function columnsText({
  smiles,
  id,
  labels,
  target,
  sequence,
  time,
  ignore = [],
}: DatasetDocument['columns']): string {
  const shown = labels.slice(0, 6).map((name) => `"${name}"`);
  if (labels.length > 6) shown.push(`${labels.length - 6} more`);
  return [
    `structures "${smiles}"`,
    ...(id === undefined ? [] : [`ids "${id}"`]),
    labels.length === 0 ? 'no label' : `${labels.length === 1 ? 'label' : 'labels'} ${list(shown)}`,
    ...(target === undefined ? [] : [`targets "${target}"`]),
    ...(sequence === undefined ? [] : [`sequences "${sequence}"`]),
    ...(time === undefined ? [] : [`times "${time}"`]),
    ...(ignore.length === 0 ? [] : [`not labels: ${list(ignore.map((name) => `"${name}"`))}`]),
  ].join('; ');
}

function taskText({ task, unit, positive }: DatasetDocument): string {
  if (task === null) return '';
  return [
    task,
    ...(unit === null ? [] : [`unit ${unit}`]),
    ...(positive === null ? [] : [`positive class ${positive}`]),
  ].join(', ');
}

function splitText(split: DatasetDocument['split']): string {
  if (split === null) return 'none is usual';
  if ('column' in split) return `column "${split.column}"`;
  if ('part' in split) {
    return `this is the ${split.part.replace('_', ' and ')} part; with ${list(split.with.map((name) => `dataset:${name}`))}`;
  }
  const parts = split.fractions?.map((share) => `${Math.round(share * 1000) / 10}%`).join(' / ');
  return `${split.method}${parts === undefined ? '' : `, ${parts} for training, validation and test`}`;
}

function checksumText({ sha256, md5, state }: DatasetDocument): string {
  if (state === 'bundled') return '';
  if (sha256 !== null) return `SHA-256 ${sha256}`;
  if (md5 !== null) return `MD5 ${md5}`;
  return 'none is published; the first fetch records one';
}

/** The screen of `datasets fetch`. */
export const renderFetched = forScreen((result: FetchSummary, style: Style): string[] => {
  const { datasets, failed } = result;
  const lines = datasets.flatMap((one) => [...fetchedLines(one, style)]);
  const { chalk, width } = style;
  lines.push(...failed.map(({ name, error }) => chalk.red(wrap(`${name}: ${error}`, width))));
  const here = datasets.length;
  if (here + failed.length > 1) {
    lines.push(
      '',
      `${plural(here, 'data set is', 'data sets are')} in the cache${failed.length === 0 ? '' : `; ${failed.length} could not be fetched`}`,
    );
  }
  return lines;
});

function fetchedLines(one: FetchedDataset, { chalk, width }: Style): string[] {
  const head = {
    fetched: `fetched dataset:${one.name}`,
    present: `dataset:${one.name} is in the cache already`,
    bundled: `dataset:${one.name} comes with tanimark`,
  }[one.outcome];
  return [
    chalk.bold(head),
    ...block(
      [
        ['file', one.path ?? ''],
        [
          'size',
          `${fileSize(one.file.bytes)}${one.rows === null ? '' : `, ${count(one.rows)} rows`}`,
        ],
        ['checked', checkedText(one)],
        ['license', one.license],
        ['cite', one.citation],
        ...one.faults.map((fault, i): [string, string] => [i === 0 ? 'faults' : '', fault]),
        ['own split', one.audit === null ? '' : auditText(one.audit)],
      ],
      width,
    ),
  ];
}

function checkedText({ outcome, checked, lock, file }: FetchedDataset): string {
  if (outcome === 'bundled') return '';
  if (checked === 'published') return 'its checksum is the published one';
  if (checked === 'lock') return `its checksum is the one recorded in ${lock}`;
  return `nobody has published a checksum; SHA-256 ${file.sha256} is now recorded in ${lock}`;
}

function auditText({ line, reason, train, test }: OwnSplitAudit): string {
  if (line === null) return `not audited: ${reason}`;
  return `${count(train ?? 0)} training rows, ${count(test ?? 0)} test rows; audit: ${line}`;
}

/** The screen of `datasets verify`. */
export const renderVerifiedDatasets = forScreen(
  ({ datasets, passed }: DatasetsVerification, { chalk, width }: Style): string[] => {
    const wrong = datasets.filter(({ state }) => state === 'damaged' || state === 'absent');
    const words = {
      damaged: 'was changed since it was fetched',
      absent: 'was not fetched',
    } as const;
    return [
      ...wrong.map(({ name, state, path }) =>
        chalk.red(
          wrap(
            `dataset:${name} ${words[state as 'damaged' | 'absent']}${path === null ? '' : ` (${path})`}; run tanimark datasets fetch ${name}`,
            width,
          ),
        ),
      ),
      passed
        ? `${plural(datasets.length, 'file is', 'files are')} as fetched`
        : `${wrong.length} of ${plural(datasets.length, 'file')} failed`,
    ];
  },
);

/** The screen of `datasets remove`. */
export const renderRemoved = forScreen(({ datasets }: RemovedDatasets): string[] =>
  datasets.map(({ name, bytes }) =>
    bytes === 0
      ? `dataset:${name} was not in the cache`
      : `removed dataset:${name} (${fileSize(bytes)})`,
  ),
);
