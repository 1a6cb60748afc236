import { Command, Option } from 'commander';
import {
  checkOutput,
  DEFAULT_BINS,
  DEFAULT_FINGERPRINT,
  isFolder,
  type OnInvalid,
  OUTPUT_FORMATS,
  type OutputFormat,
  outputFormat,
  renamedColumns,
  renderSplit,
  split,
  splitTable,
  splitters,
  writeSplit,
} from '../index.js';
import {
  addCommonOptions,
  addTableOptions,
  headerOption,
  onInvalidOption,
  seedOption,
} from './options.js';
import { type CommonOptions, Session } from './session.js';

interface SplitFlags extends CommonOptions {
  method?: string;
  methods?: boolean;
  test?: string;
  valid?: string;
  bins?: string;
  fingerprint?: string;
  onInvalid?: OnInvalid;
  seed?: number;
  smiles?: string;
  label?: string;
  id?: string;
  header?: boolean;
  delimiter?: string;
  output?: string;
  format?: OutputFormat;
}

export function splitCommand(): Command {
  const command = new Command('split')
    .summary('make a train/test split with controlled similarity')
    .description(
      'Splits a table of molecules so that the test set has the similarity to training that you ask for.',
    )
    .argument(
      '[data]',
      'CSV, TSV or SMI file, plain or gzipped; - for standard input; dataset:<name>',
    )
    .addOption(
      new Option('-m, --method <name>', 'how to split; --methods lists them').default('sae'),
    )
    .option('--methods', 'list the methods')
    .addOption(new Option('--test <n>', 'test molecules: a fraction or a count').default('0.2'))
    .addOption(
      new Option('--valid <n>', 'validation molecules: a fraction or a count').default('0'),
    )
    .addOption(new Option('--bins <edges>', 'edges of the similarity bins').default(DEFAULT_BINS))
    .addOption(
      new Option('--fingerprint <spec>', 'morgan:radius=2,bits=2048, maccs').default(
        DEFAULT_FINGERPRINT,
      ),
    )
    .addOption(seedOption())
    .option(
      '-o, --output <path>',
      'file (.csv, .tsv), or a folder ending in / for train and test files',
    )
    .addOption(new Option('--format <format>', 'of the output').choices([...OUTPUT_FORMATS]))
    .addOption(onInvalidOption());
  // Each method brings its own options.
  for (const option of splitters.flatMap((s) => s.options)) {
    command.addOption(
      new Option(
        `--${option.name} ${option.placeholder}`,
        `${option.summary} (default: ${option.default})`,
      ),
    );
  }
  addCommonOptions(addTableOptions(command));
  command.addHelpText(
    'after',
    `
Examples (the first runs as it is):
  tanimark split dataset:drugs -o split.csv
  tanimark split data.csv --test 0.2 --bins 0,0.4,0.6,0.8,1 -o folder/
  tanimark split data.smi.gz -m random --seed 7 > split.csv
`,
  );
  return command.action(run);
}

async function run(data: string | undefined, flags: SplitFlags, command: Command): Promise<void> {
  if (flags.methods) {
    const wide = Math.max(...splitters.map((s) => s.name.length));
    const lines = splitters.map(
      (s) => `${s.name.padEnd(wide)}  ${s.summary}\n${' '.repeat(wide)}  (${s.reference})`,
    );
    process.stdout.write(`${lines.join('\n')}\n`);
    return;
  }
  if (data === undefined) {
    command.error(
      "error: missing argument 'data'; name a file, for example: tanimark split data.csv -o split.csv",
    );
  }
  const session = new Session(flags);
  try {
    const { output, format: asked, threads, ...rest } = flags;
    const format = outputFormat(output, asked);
    if (output !== undefined) checkOutput(data, output);
    const methodOptions: Record<string, string> = {};
    for (const { name } of splitters.flatMap((s) => s.options)) {
      const value = command.getOptionValue(camelCase(name));
      if (typeof value === 'string') methodOptions[name] = value;
    }
    const result = await split(
      { ...rest, header: headerOption(flags), input: data, methodOptions, threads },
      session.task,
    );
    session.task.check();
    if (output !== undefined) writeSplit(result, output, format);
    else if (!flags.json) await session.out(splitTable(result, format));
    if (flags.json && output === undefined) {
      session.warn(['the split itself is not written; name a file with -o']);
    }
    if (flags.json) await session.out(`${JSON.stringify(result.summary, null, 2)}\n`);
    const { columns } = result.data.table;
    // A folder's files have the input's columns alone.
    const names = output !== undefined && isFolder(output) ? columns : renamedColumns(columns);
    session.warn([
      ...result.summary.warnings,
      ...columns.flatMap((c, i) =>
        names[i] === c ? [] : [`the input's column "${c}" is "${names[i]}" in the output`],
      ),
    ]);
    session.summary(renderSplit(result.summary, session.errStyle));
  } finally {
    session.end();
  }
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, c: string) => c.toUpperCase());
}
