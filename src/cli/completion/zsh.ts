import type { CompletedCommand, CompletedFlag } from './words.js';

/** A completion script for zsh 5. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  return `#compdef tanimark
# Completion of tanimark for zsh. Put this line into ~/.zshrc, after compinit:
#   source <(tanimark completion zsh)
_tanimark() {
  local command= i
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in -*) ;; *) command=$words[i]; break;; esac
  done
  local -a flags values
  local prev=$words[CURRENT-1] cur=$words[CURRENT]
  case "$command $prev" in
${commands.flatMap(valuesOf).join('\n')}
  esac
  case $command in
    '')
      values=(${commands.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(' ')})
      _describe -t commands command values
      return;;
${commands.map(ofCommand).join('\n')}
  esac
  case $cur in
    -*) _describe -t options option flags;;
    *)
      (( $#values )) && compadd -a values
      [[ -n $takes_files ]] && _files;;
  esac
}
(( $+functions[compdef] )) && compdef _tanimark tanimark
`;
}

function ofCommand({ name, flags, words, takesFiles }: CompletedCommand): string {
  const described = flags.flatMap(({ names, summary }) =>
    names.map((one) => quoted(`${one}:${summary.replaceAll(':', '\\:')}`)),
  );
  return `    ${name})
      local takes_files=${takesFiles ? 1 : ''}
      values=(${words.join(' ')})
      flags=(${described.join(' ')});;`;
}

function valuesOf({ name, flags }: CompletedCommand): string[] {
  return flags
    .filter(({ takes }) => takes !== 'nothing')
    .map((flag) => {
      const places = flag.names.map((one) => `"${name} ${one}"`).join('|');
      return `    ${places}) ${action(flag)}; return;;`;
    });
}

function action({ takes, words }: CompletedFlag): string {
  if (takes === 'file') return '_files';
  if (takes === 'word') return `compadd ${words.join(' ')}`;
  if (takes === 'words') return `compset -P '*,'; compadd -S '' ${words.join(' ')}`;
  return ':';
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
