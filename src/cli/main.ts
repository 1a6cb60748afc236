import { Command, CommanderError } from 'commander';
import { AbortedError, type ErrorCode, memoryError, TanimarkError } from '../errors.js';
import { currentIo, type Io, withIo } from '../io.js';
import { screenText } from '../report/screen.js';
import { list, printable } from '../text.js';
import { VERSION } from '../version.js';
import { commandsFor } from './commands.js';
import { hasPrinted, rememberArguments } from './run-state.js';

/**
 * Runs the command line.
 *
 * @param io what it talks to in place of the process, which then stays as it is: nothing of a run
 *   is left in it, and signals are not caught
 * @returns the exit code: 0 done, 1 a check failed, 2 usage, configuration or data error, 3
 *   inconclusive, 130 interrupted
 */
export async function main(argv: readonly string[], io: Io = process): Promise<number> {
  if (io !== process) {
    const { stdin, stdout, stderr, env } = io;
    return withIo({ stdin, stdout, stderr, env }, () => runCommand(argv));
  }
  process.stdout.on('error', endWithOutput);
  return runCommand(argv);
}

/** Ends the process where standard output takes no more. */
function endWithOutput(error: NodeJS.ErrnoException): never {
  // A reader that has seen enough (`| head`) is no failure, and hides none.
  if (error.code === 'EPIPE') process.exit(Number(process.exitCode ?? 0));
  process.stderr.write(
    `error: standard output cannot be written (${error.code}); is the disk full?\n`,
  );
  process.exit(2);
}

async function runCommand(argv: readonly string[]): Promise<number> {
  const io = currentIo();
  rememberArguments(argv.slice(2));
  const program = new Command('tanimark')
    .description('Similarity-aware benchmarking of molecular models.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'the same as --help')
    // With all arguments the descriptions would have no room in 80 columns.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText('after', '\nTry it:\n  tanimark demo\n');
  for (const command of await commandsFor(argv.slice(2))) program.addCommand(command);
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showSuggestionAfterError(true)
      .configureOutput({
        ...outputOf(io),
        // Suggestions come on a line of their own; errors here are one line.
        outputError: (text, write) => write(screenText(`${oneLine(text)}\n`)),
      });
    // Commander's own message names no remedy.
    Object.assign(command, {
      missingArgument: (name: string) =>
        command.error(missingArgumentText(command, name), { code: 'commander.missingArgument' }),
    });
  }
  try {
    await program.parseAsync(argv as string[]);
    return Number(io.exitCode ?? 0);
  } catch (error) {
    const { code, exitCode, message } = report(error);
    if (exitCode === 0 || hasPrinted()) return exitCode;
    const { asksForJson, errorDocument } = await import('./error-document.js');
    if (asksForJson(argv)) {
      const named = argv.slice(2).find((word) => program.commands.some((c) => c.name() === word));
      io.stdout.write(errorDocument(named ?? null, code, message, argv.slice(2)));
    }
    return exitCode;
  }
}

function missingArgumentText(command: Command, name: string): string {
  const choices = command.registeredArguments.find((one) => one.name() === name)?.argChoices;
  const what = choices
    ? `give ${list(choices, 'or')}`
    : `name it: tanimark ${command.name()} ${command.usage()}`;
  return `error: missing argument '${name}'; ${what} (examples: tanimark ${command.name()} --help)`;
}

/** Where commander writes help and errors, and how wide. */
function outputOf({ stdout, stderr }: Io) {
  return {
    writeOut: (text: string) => stdout.write(text),
    writeErr: (text: string) => stderr.write(text),
    getOutHelpWidth: () => (stdout.isTTY ? stdout.columns : undefined) as number,
    getErrHelpWidth: () => (stderr.isTTY ? stderr.columns : undefined) as number,
  };
}

interface Reported {
  readonly code: ErrorCode | 'bug';
  readonly exitCode: number;
  /** One line. */
  readonly message: string;
}

/** Says on standard error what went wrong. */
function report(error: unknown): Reported {
  const { stderr, env } = currentIo();
  if (error instanceof CommanderError) {
    // Commander has said it already.
    const message = oneLine(error.message).replace(/^error: /, '');
    return { code: 'usage', exitCode: error.exitCode === 0 ? 0 : 2, message };
  }
  if (error instanceof AbortedError) {
    stderr.write(`${error.message}\n`);
    return { code: error.code, exitCode: 130, message: error.message };
  }
  const reported = reportedError(error);
  stderr.write(screenText(`error: ${reported.message}\n`));
  const debug = /(^|,)tanimark(,|$)/.test(env.DEBUG ?? '');
  if (debug && error instanceof Error) stderr.write(screenText(`${error.stack}\n`));
  return reported;
}

function reportedError(error: unknown): Reported {
  const known = error instanceof TanimarkError ? error : memoryError(error);
  if (known) return { code: known.code, exitCode: 2, message: known.message };
  const text = error instanceof Error ? error.message : String(error);
  const message = `a bug in tanimark ${VERSION}: ${text}; please report it with the command you ran (DEBUG=tanimark shows where)`;
  return { code: 'bug', exitCode: 2, message: oneLine(message) };
}

function oneLine(text: string): string {
  return printable(text.trim().replace(/\s*\n\s*/g, ' '), 2000);
}
