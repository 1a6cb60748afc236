import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { VERIFY_FLAGS } from '../options/verify.js';
import { renderDescribed, renderVerify } from '../report/verify/terminal.js';
import { describeSplit } from '../workflows/verify/describe.js';
import { verify } from '../workflows/verify/index.js';
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
      'Verifies a split: the checksums in its manifest; sizes, similarities and the promises of the method, recomputed from the structures; and the split made again from its input, compared cell by cell.',
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

Exit codes: 0 verified; 1 something does not hold; 2 no manifest, or it cannot
be read; 3 with --strict, where a split could not be made again.
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
    const summary = await verify({ paths, strict: flags.strict }, session.job);
    // Before anything is written: a reader that leaves must not hide it.
    process.exitCode = summary.exit_code;
    session.warn(summary.warnings);
    if (flags.json) await session.json(summary);
    else await session.out(renderVerify(summary, session.outStyle));
  });
}

async function describe(path: string, flags: VerifyFlags, session: Session): Promise<void> {
  const own = Object.fromEntries(OF_DESCRIBE.map((name) => [name, flags[name]]));
  const summary = await describeSplit({ ...own, path }, session.job);
  session.warn(summary.warnings);
  if (flags.json) return session.json(summary);
  // The result is the manifest.
  if (!flags.quiet) await session.out(renderDescribed(summary, session.outStyle));
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
