import { Argument, Command } from 'commander';
import { currentIo } from '../io.js';
import { COMMON } from '../options/table.js';
import { addOptions } from './add-options.js';
import type { CompletedCommand, Listed } from './completion/words.js';
import { type CommonOptions, runInSession } from './session.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** @param commands all commands */
export function completionCommand(commands: readonly Listed[]): Command {
  const command = new Command('completion')
    .description(
      'Prints a script with which a shell completes commands, options, and their choices, such as methods, metrics and data sets.',
    )
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(SHELLS));
  addOptions(command, COMMON);
  command.addHelpText(
    'after',
    `
Examples:
  tanimark completion bash

To use it, add one line to the start-up file of your shell:
  ~/.bashrc                     source <(tanimark completion bash)
  ~/.zshrc, after compinit      source <(tanimark completion zsh)
  ~/.config/fish/config.fish    tanimark completion fish | source
`,
  );
  return command.action((shell: Shell, flags: CommonOptions) => run(shell, flags, commands));
}

const scripts: Readonly<
  Record<Shell, () => Promise<(commands: readonly CompletedCommand[]) => string>>
> = {
  bash: async () => (await import('./completion/bash.js')).bashScript,
  zsh: async () => (await import('./completion/zsh.js')).zshScript,
  fish: async () => (await import('./completion/fish.js')).fishScript,
};

async function run(shell: Shell, flags: CommonOptions, commands: readonly Listed[]): Promise<void> {
  await runInSession(flags, async (session) => {
    const { completedCommands } = await import('./completion/words.js');
    const text = (await scripts[shell]())(await completedCommands(commands));
    if (flags.json)
      return session.json('completion', { command: 'completion', shell, script: text });
    currentIo().stdout.write(text);
  });
}
