import type { CompletedCommand, CompletedFlag } from './words.js';

/** A completion script for fish 3. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# Completion of tanimark for fish. Put this line into ~/.config/fish/config.fish:
#   tanimark completion fish | source
complete -c tanimark -e
complete -c tanimark -f
${commands
  .map(
    ({ name, summary }) =>
      `complete -c tanimark -n 'not __fish_seen_subcommand_from ${names}' -a ${name} -d ${quoted(summary)}`,
  )
  .join('\n')}
${commands.flatMap(ofCommand).join('\n')}
`;
}

function ofCommand({ name, flags, words, takesFiles }: CompletedCommand): string[] {
  const head = `complete -c tanimark -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...(takesFiles ? [`${head} -F`] : []),
    ...(words.length > 0 ? [`${head} -a ${quoted(words.join(' '))}`] : []),
    ...flags.map((flag) => `${head} ${ofFlag(flag)}`),
  ];
}

function ofFlag({ names, summary, takes, words }: CompletedFlag): string {
  const spelled = names.map((one) =>
    one.startsWith('--') ? `-l ${one.slice(2)}` : `-s ${one[1]}`,
  );
  // Of several words each follows those before it.
  const several = `(__fish_append , ${words.join(' ')})`;
  const value = {
    nothing: '',
    file: ' -r -F',
    text: ' -x',
    word: ` -x -a ${quoted(words.join(' '))}`,
    words: ` -x -a ${quoted(several)}`,
  }[takes];
  return `${spelled.join(' ')}${value} -d ${quoted(summary)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
