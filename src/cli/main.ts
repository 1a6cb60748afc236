import { Command, CommanderError } from 'commander';
import { AbortedError, TanimarkError, VERSION } from '../index.js';
import { auditCommand } from './audit.js';
import { cacheCommand } from './cache.js';
import { checkCommand } from './check.js';
import { compareCommand } from './compare.js';
import { demoCommand } from './demo.js';
import { neighborsCommand } from './neighbors.js';
import { scoreCommand } from './score.js';
import { splitCommand } from './split.js';
import { verifyCommand } from './verify.js';

/** Every command. To add one, write its file and put it here. */
const commands = [
  splitCommand,
  auditCommand,
  scoreCommand,
  compareCommand,
  checkCommand,
  neighborsCommand,
  verifyCommand,
  demoCommand,
  cacheCommand,
];

/**
 * Runs the command line.
 *
 * @returns the exit code: 0 done, 1 a check failed, 2 usage, configuration or data error, 3
 *   inconclusive, 130 interrupted
 */
export async function main(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough (`| head`) is no failure, and hides none.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(Number(process.exitCode ?? 0));
    process.stderr.write(
      `error: standard output cannot be written (${error.code}); is the disk full?\n`,
    );
    process.exit(2);
  });
  const program = new Command('tanimark')
    .description('Similarity-aware benchmarking of molecular models.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'the same as --help')
    // With all arguments the descriptions would have no room in 80 columns.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText('after', '\nTry it:\n  tanimark demo\n');
  for (const make of commands) program.addCommand(make());
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showSuggestionAfterError(true)
      .configureOutput({
        // Suggestions come on a line of their own; errors here are one line.
        outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`),
      });
  }
  try {
    await program.parseAsync(argv as string[]);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof AbortedError) {
    process.stderr.write(`${error.message}\n`);
    return 130;
  }
  const debug = /(^|,)tanimark(,|$)/.test(process.env.DEBUG ?? '');
  if (error instanceof TanimarkError) {
    process.stderr.write(`error: ${error.message}\n`);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `error: a bug in tanimark ${VERSION}: ${message}; please report it with the command you ran (DEBUG=tanimark shows where)\n`,
    );
  }
  if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return 2;
}
