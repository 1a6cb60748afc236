import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { currentIo } from '../io.js';
import { VERIFY_FLAGS } from '../options/verify.js';
import { renderResult } from '../report/registry.js';
import type { DescribeOptions } from '../workflows/verify/types.js';
import { addOptions } from './add-options.js';
import { type CommonOptions, runInSession, type Session } from './session.js';

interface VerifyFlags extends CommonOptions, Omit<DescribeOptions, 'path'> {
  strict?: boolean;
  describe?: boolean;
}

/** Options that say what a described split is; they would do nothing otherwise. */
const OF_DESCRIBE = [
  'fingerprint',
  'bins',
  'standardize',
  'smiles',
  'label',
  'id',
  'splitColumn',
  'force',
] as const;

export function verifyCommand(): Command {
  const command = new Command('verify')
    .description(
      'Verifies a split against its manifest: compares checksums, recomputes sizes, similarities and the rules of the method from the structures, and makes the split again from its input to compare every cell.',
    )
    .argument('<split...>', 'split file, folder of a split, or manifest; several are possible');
  addOptions(command, VERIFY_FLAGS);
  command.addHelpText(
    'after',
    `
Examples (the first two run as they are):
  tanimark split dataset:drugs -m random -o split.csv
  tanimark verify split.csv
  tanimark verify folds/ other.csv.manifest.json --strict
  tanimark verify --describe published.csv --label pIC50 --fingerprint maccs

Exit codes: 0 verified; 1 failed; 2 the manifest is missing or cannot be read;
3 with --strict, if a split could not be made again.
`,
  );
  return command.action(run);
}

async function run(paths: string[], flags: VerifyFlags): Promise<void> {
  checkFlags(flags);
  await runInSession(flags, async (session) => {
    if (flags.describe) {
      for (const path of paths) await describe(path, flags, session);
      return;
    }
    const { verify } = await import('../workflows/verify/index.js');
    const summary = await verify({ paths, strict: flags.strict }, session.job);
    // Before anything is written: a reader that leaves must not hide it.
    currentIo().exitCode = summary.exit_code;
    session.warn(summary.warnings);
    const format = flags.json ? 'json' : 'table';
    await session.out(await renderResult('verify', format, summary, session.outStyle));
  });
}

async function describe(path: string, flags: VerifyFlags, session: Session): Promise<void> {
  const own = Object.fromEntries(OF_DESCRIBE.map((name) => [name, flags[name]]));
  const { describeSplit } = await import('../workflows/verify/describe.js');
  const summary = await describeSplit({ ...own, path }, session.job);
  session.warn(summary.warnings);
  // The result is the manifest.
  if (flags.quiet && !flags.json) return;
  const format = flags.json ? 'json' : 'table';
  await session.out(await renderResult('describe', format, summary, session.outStyle));
}

/** Flags that would do nothing are errors. */
function checkFlags(flags: VerifyFlags): void {
  const given = OF_DESCRIBE.find((name) => flags[name] !== undefined);
  if (given !== undefined && !flags.describe) {
    throw new TanimarkError(
      'usage',
      `--${given === 'splitColumn' ? 'split-column' : given}: only with --describe; a manifest has its own settings`,
    );
  }
  if (flags.describe && flags.strict) {
    throw new TanimarkError('usage', '--strict: not with --describe; leave it out');
  }
}
