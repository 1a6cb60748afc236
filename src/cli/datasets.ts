import { Argument, Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { currentIo } from '../io.js';
import { DATASETS_FLAGS } from '../options/datasets.js';
import { renderResult } from '../report/registry.js';
import type { ResultName, Results } from '../report/results.js';
import { flagOf } from '../spelling.js';
import { list } from '../text.js';
import type { FetchDatasetsOptions, ListDatasetsOptions } from '../workflows/datasets/types.js';
import { addOptions } from './add-options.js';
import { type CommonOptions, runInSession, type Session } from './session.js';

const ACTIONS = ['list', 'show', 'fetch', 'path', 'verify', 'remove'] as const;
type Action = (typeof ACTIONS)[number];

type DatasetsFlags = CommonOptions & FetchDatasetsOptions & ListDatasetsOptions;

/** The options that an action alone has a use for. */
const OWN: Readonly<Record<string, Action>> = {
  task: 'list',
  from: 'fetch',
  mirror: 'fetch',
  update: 'fetch',
  audit: 'fetch',
};

export function datasetsCommand(): Command {
  const command = new Command('datasets')
    .description(
      'Lists, fetches and checks public benchmark data sets. A data set that was fetched is read as dataset:<name> wherever a table is asked for. Only "fetch" uses the network. It contacts only the addresses that "show" lists, and compares each file with its published checksum, or with the one that the first fetch recorded.',
    )
    .addArgument(
      new Argument(
        '<action>',
        'list: list data sets; with words, those that contain all of them; show: details of a data set; fetch: download it into the cache; path: print the path of its file; verify: compare files with their checksums; remove: delete its file',
      ).choices(ACTIONS),
    )
    .argument('[name...]', 'data sets, families, or suite:<name>; for list, words such as kinase');
  addOptions(command, DATASETS_FLAGS);
  command.addHelpText(
    'after',
    `
Examples (the first two run as they are):
  tanimark datasets list kinase
  tanimark datasets show esol
  tanimark datasets fetch esol
  tanimark split dataset:esol -o split.csv
  tanimark datasets fetch hiv --from ~/Downloads/HIV.csv
  tanimark datasets fetch suite:tdc-admet

If nobody has published a checksum, the first fetch records one in the lock
file of the cache, and in tanimark.datasets.lock of the project (in this folder
or above it) if it exists. Later fetches must match. To start one:
  echo '{"version":1,"datasets":{}}' > tanimark.datasets.lock

Exit codes: 0 done; 1 verify found a changed or missing file; 2 error.
`,
  );
  return command.action(run);
}

async function run(action: Action, names: string[], flags: DatasetsFlags): Promise<void> {
  const isGiven = (name: string) => {
    const value = flags[name as keyof DatasetsFlags];
    // Of a flag that turns something off, true is what it is without it.
    return name === 'audit' ? value === false : value !== undefined;
  };
  const idle = Object.entries(OWN).find(([name, own]) => own !== action && isGiven(name));
  if (idle) {
    throw new TanimarkError(
      'usage',
      `${idle[0] === 'audit' ? '--no-audit' : flagOf(idle[0])}: only with tanimark datasets ${idle[1]}`,
    );
  }
  if (names.length === 0 && action !== 'list' && action !== 'verify') {
    throw new TanimarkError(
      'usage',
      `tanimark datasets ${action} needs the name of a data set; tanimark datasets list shows the names`,
    );
  }
  await runInSession(flags, async (session) => actions[action](names, flags, session));
}

const actions: Readonly<
  Record<Action, (names: string[], flags: DatasetsFlags, session: Session) => Promise<void>>
> = {
  async list(words, { task, registry, ...flags }, session) {
    const { listDatasets } = await import('../workflows/datasets/list.js');
    const result = await listDatasets({ words, task, registry });
    if (result.families.length === 0) {
      session.warn([`no data set matches ${list(words.map((word) => `"${word}"`))}`]);
    }
    await print('datasets', result, flags, session);
  },
  async show(names, { registry, ...flags }, session) {
    const { showDatasets } = await import('../workflows/datasets/list.js');
    await print('datasets', await showDatasets({ names, registry }), flags, session);
  },
  async fetch(names, { from, mirror, update, audit, registry, ...flags }, session) {
    const { fetchDatasets } = await import('../workflows/datasets/fetch.js');
    const options = { names, from, mirror, update, audit, registry };
    const result = await fetchDatasets(options, session.job);
    if (result.failed.length > 0) currentIo().exitCode = 2;
    session.warn(result.warnings);
    if (flags.quiet && !flags.json) return;
    await print('fetched-datasets', result, flags, session);
  },
  async path(names, { registry, json }, session) {
    const { datasetPaths } = await import('../workflows/datasets/stored.js');
    const paths = await datasetPaths({ names, registry });
    if (json) return session.json('dataset-paths', { command: 'datasets', action: 'path', paths });
    await session.out(paths.map((path) => `${path}\n`).join(''));
  },
  async verify(names, { registry, ...flags }, session) {
    const { verifyDatasets } = await import('../workflows/datasets/stored.js');
    const result = await verifyDatasets(
      { names: names.length > 0 ? names : undefined, registry },
      session.job,
    );
    if (!result.passed) currentIo().exitCode = 1;
    await print('verified-datasets', result, flags, session);
  },
  async remove(names, { registry, ...flags }, session) {
    const { removeDatasets } = await import('../workflows/datasets/stored.js');
    await print('removed-datasets', await removeDatasets({ names, registry }), flags, session);
  },
};

async function print<Name extends ResultName>(
  name: Name,
  result: Results[Name],
  { json }: CommonOptions,
  session: Session,
): Promise<void> {
  const { isTTY } = currentIo().stdout;
  const { chalk, width } = session.outStyle;
  // A program that reads the list needs whole lines.
  const style = { chalk, width: isTTY ? width : Number.POSITIVE_INFINITY };
  await session.out(await renderResult(name, json ? 'json' : 'table', result, style));
}
