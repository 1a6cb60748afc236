/** Parts of an error's message, for programs. Each is a piece of the message as it stands. */
export interface ErrorParts {
  /** The place that the message begins with: a file, perhaps with its column and row, or an option; null where it names none. */
  readonly where: string | null;
  /** What to do; null where the message says nothing of it. */
  readonly remedy: string | null;
}

/** How advice begins: an imperative, perhaps after what it is for, or a question. */
const ADVICE =
  /^(?:(?:for|if|in|to) [^:]*?)?\b(?:add|ask|call|change|check|choose|close|convert|delete|drop|end|export|fetch|fix|flatten|give|increase|install|is|are|keep|leave|lower|make|match|move|name|open|order|please|put|quote|raise|remove|rename|replace|request|rerun|restore|run|save|say|see|set|split|start|take|tanimark|try|unpack|use|wait|write)(?= )/;

/** Statements that say what to do where there is no advice. */
const RULE = /^only with |^it is an option of |\bmust (?:be|start|ascend|have|hold|not)\b/;

/** What a part of a message is like that says where something is, and not what is wrong. */
const PLACE =
  /^--?[a-z]|^(columns?|rows?|lines?|record|task|rule|standard input)\b|^dataset:|\.[a-z]{2,8}(\.gz)?(:\d+)?( (line|row|record) \d+)?$/i;

/** `option '--seed <n>' argument 'x' is invalid. Give …`, `unknown option '--x' (Did you mean --y?)`. */
const COMMAND_LINE =
  /^(?:(?:unknown|missing(?: required)?) )?(?:option|argument|command|command-argument value) '([^']+)'(?:[^.]*? is invalid(?: for argument '[^']*')?\. (.+))?/;

/**
 * The parts of a message in the form of all messages of errors: `where: what is wrong; what to do`.
 *
 * @param message one line
 * @param words arguments of the command: a message may begin with one, such as the name of a file
 */
export function errorParts(message: string, words: readonly string[] = []): ErrorParts {
  const line = COMMAND_LINE.exec(message);
  const where = line ? line[1] : placeOf(message, words);
  const rest = line || where === null ? message : message.slice(where.length);
  return { where, remedy: line?.[2] ?? question(message) ?? adviceIn(rest) };
}

function adviceIn(rest: string): string | null {
  const parts = topLevel(rest);
  const advice = parts.find(({ at, text }) => at > 0 && ADVICE.test(text));
  const rule = advice ?? parts.find(({ at, text }) => at > 0 && RULE.test(text.split('; ')[0]));
  return rule?.text ?? null;
}

function placeOf(message: string, words: readonly string[]): string | null {
  const begun = words
    // An option has its value behind it.
    .filter((word) => word.length > 1 && word[0] !== '-' && message.startsWith(word))
    .filter((word) => !/^[\w-]/.test(message.slice(word.length)))
    .reduce((longest, word) => (word.length > longest.length ? word : longest), '');
  // Of `file: column "y", row 3: what` all but the last part, as far as each is a place.
  let end = begun.length;
  const after = /^(?:,? (?:line|row|column) [^:;]*?)(?=: )/.exec(message.slice(end));
  if (begun !== '' && after) end += after[0].length;
  for (;;) {
    const rest = message.slice(end).replace(/^: /, '');
    const from = message.length - rest.length;
    if (end > 0 && from === end) break;
    const next = topLevel(rest)[1];
    if (next === undefined || rest[next.at - 2] !== ':') break;
    const part = rest.slice(0, next.at - 2);
    if (!PLACE.test(part)) break;
    end = from + part.length;
  }
  return end === 0 ? null : message.slice(0, end);
}

/** `did you mean "smiles"?`; null where the message asks nothing. */
function question(message: string): string | null {
  return /\((did you mean [^()]*\?)\)/i.exec(message)?.[1] ?? null;
}

/** Where the parts of a text begin that `: ` and `; ` divide outside of quotes and parentheses. */
function topLevel(text: string): { readonly at: number; readonly text: string }[] {
  const parts = [{ at: 0, text }];
  let depth = 0;
  let quoted = false;
  // A message about a quote has one that is not closed.
  const pairs = (text.split('"').length - 1) % 2 === 0;
  for (let i = 0; i < text.length - 1; i++) {
    const c = text[i];
    if (c === '"' && pairs) quoted = !quoted;
    else if (quoted) continue;
    else if (c === '(') depth++;
    else if (c === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0 && (c === ';' || c === ':') && text[i + 1] === ' ') {
      parts.push({ at: i + 2, text: text.slice(i + 2) });
    }
  }
  return parts;
}
