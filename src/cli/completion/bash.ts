import type { CompletedCommand, CompletedFlag } from './words.js';

/**
 * A completion script for bash 3.2 and later. Lines are read as words between spaces, because bash divides words at colons,
 * which `dataset:` has.
 */
export function bashScript(commands: readonly CompletedCommand[]): string {
  return `# Completion of tanimark for bash. Put this line into ~/.bashrc:
#   source <(tanimark completion bash)
_tanimark() {
  local line=\${COMP_LINE:0:COMP_POINT} cur prev command= flags= words= files= several= one i
  local -a all=()
  read -ra all <<< "$line"
  case $line in *[[:space:]]) all+=("");; esac
  cur=\${all[\${#all[@]}-1]}
  prev=\${all[\${#all[@]}-2]}
  for ((i = 1; i < \${#all[@]} - 1; i++)); do
    case \${all[i]} in -*) ;; *) command=\${all[i]}; break;; esac
  done
  case $command in
    "") words='${commands.map(({ name }) => name).join(' ')} help' flags='--help --version';;
${commands.map(ofCommand).join('\n')}
  esac
  case "$command $prev" in
${commands.flatMap(valuesOf).join('\n')}
  esac
  case $cur in -*) [ -n "$flags" ] && words=$flags files=;; esac
  local before=
  if [ -n "$several" ]; then case $cur in *,*) before=\${cur%,*},;; esac; fi
  COMPREPLY=()
  for one in $words; do
    case $before$one in "$cur"*) COMPREPLY+=("$before$one");; esac
  done
  if [ -n "$files" ]; then
    while IFS= read -r one; do COMPREPLY+=("$one"); done < <(compgen -f -- "$cur")
    compopt -o filenames 2> /dev/null
  fi
  # What stands before the last colon is a word of its own for bash.
  case $cur in *:*)
    case $COMP_WORDBREAKS in *:*)
      for ((i = 0; i < \${#COMPREPLY[@]}; i++)); do COMPREPLY[i]=\${COMPREPLY[i]#"\${cur%"\${cur##*:}"}"}; done;;
    esac;;
  esac
}
complete -F _tanimark tanimark
`;
}

function ofCommand({ name, flags, words, takesFiles }: CompletedCommand): string {
  const all = flags.flatMap((flag) => flag.names).join(' ');
  return `    ${name}) flags='${all}' words='${words.join(' ')}' files=${takesFiles ? 1 : ''};;`;
}

/** What follows each option that takes something. */
function valuesOf({ name, flags }: CompletedCommand): string[] {
  return flags
    .filter(({ takes }) => takes !== 'nothing')
    .map((flag) => {
      const places = flag.names.map((one) => `"${name} ${one}"`).join('|');
      return `    ${places}) ${settings(flag)};;`;
    });
}

function settings({ takes, words }: CompletedFlag): string {
  const several = takes === 'words' ? ' several=1' : '';
  return `flags= words='${words.join(' ')}' files=${takes === 'file' ? 1 : ''}${several}`;
}
