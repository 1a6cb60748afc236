import type { Command, Option as Declared } from 'commander';
import { ARGUMENT_WORDS, datasetNames, OPTION_WORDS } from '../../workflows/completion/words.js';
import { declarations } from '../add-options.js';

/** An option, as a shell completes it. */
export interface CompletedFlag {
  /** As they are written, such as `--method` and `-m`. */
  readonly names: readonly string[];
  /** One line. */
  readonly summary: string;
  /** What follows it: nothing, a file, one of some words, several of them with commas, or any text. */
  readonly takes: 'nothing' | 'file' | 'word' | 'words' | 'text';
  readonly words: readonly string[];
}

/** A command, as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** Words that its arguments may be, beside files. */
  readonly words: readonly string[];
  readonly takesFiles: boolean;
}

/** Commands that read tables, which may be named data sets. */
const TABLES = ['split', 'audit', 'score', 'compare', 'neighbors'];

const FILES = /^<(file|path|folder|library|scores|reference)(\.\.\.)?>$/;

/** A command of the list, which is read when it is needed. */
export interface Listed {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}

/** Commands with their options and their words, in the same order. */
export async function completedCommands(commands: readonly Listed[]): Promise<CompletedCommand[]> {
  return Promise.all(
    commands.map(async ({ name, summary, load }) => {
      const command = await load();
      const choices = command.registeredArguments.flatMap((one) => one.argChoices ?? []);
      const named = TABLES.includes(name) ? datasetNames().map((one) => `dataset:${one}`) : [];
      return {
        name,
        summary,
        flags: [...command.options.map(flagOf), HELP],
        words: [...choices, ...(ARGUMENT_WORDS[name]?.() ?? []), ...named],
        takesFiles: takesFiles(command, choices),
      };
    }),
  );
}

const HELP: CompletedFlag = {
  names: ['-h', '--help'],
  summary: 'display help for command',
  takes: 'nothing',
  words: [],
};

function takesFiles(command: Command, choices: readonly string[]): boolean {
  const isWords = choices.length > 0 || ARGUMENT_WORDS[command.name()] !== undefined;
  return command.registeredArguments.length > 0 && !isWords;
}

function flagOf(option: Declared): CompletedFlag {
  const { short, long, description } = option;
  const given = [short, long].filter((one) => one !== undefined && one !== null);
  const own = option.attributeName();
  const choices = Object.keys(declarations.get(option)?.choices ?? {});
  const words = option.negate ? [] : (OPTION_WORDS[own]?.words() ?? choices);
  const placeholder = /<.*>/.exec(option.flags)?.[0];
  return {
    names: given,
    summary: firstSentence(description),
    takes: placeholder === undefined ? 'nothing' : valueKind(own, placeholder, words),
    words,
  };
}

function valueKind(
  own: string,
  placeholder: string,
  words: readonly string[],
): CompletedFlag['takes'] {
  if (words.length > 0) return OPTION_WORDS[own]?.isList ? 'words' : 'word';
  return FILES.test(placeholder) ? 'file' : 'text';
}

/** What fits into one line of a menu. */
function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/( \(default:|: [a-z-]+ \(|; ).*$/, '');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
