import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Option as Declared, flagsOf, helpOf, type Options } from '../options/option.js';

/** What each option of a command was declared with, for those who list options. */
export const declarations = new WeakMap<Option, Declared>();

/**
 * Gives a command its options, as they are declared, but for those of the library alone. None has a default here: that
 * would count as given by the user, and beat a manifest or a configuration.
 */
export function addOptions(command: Command, options: Options): Command {
  for (const [name, one] of Object.entries(options)) {
    if (one.summary === undefined) continue;
    const flags = flagsOf(name, one);
    const added = new Option(flags, helpOf(one));
    declarations.set(added, one);
    const { read } = one;
    if (read && flags.includes('<')) {
      added.argParser((text, before) => {
        try {
          return read(text, before);
        } catch (error) {
          throw new InvalidArgumentError((error as Error).message);
        }
      });
    }
    command.addOption(one.group === undefined ? added : added.helpGroup(one.group));
  }
  return command;
}
