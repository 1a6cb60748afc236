/** What a terminal, a log, a runner of a CI service, Markdown, HTML or XML would obey if it were let through raw. */
export const DANGEROUS: readonly string[] = [
  '\u001b[31m\u001b[2J\u001b]0;title\u0007',
  '\u009b31m\u0000\u0008',
  '\r\n::error::pwned\n::stop-commands::tok\n',
  '\n  ::warning file=a::b',
  '##[error]old ##vso[task.complete]x',
  '\u202egnp.exe\u2066\u200f\u061c',
  '\u200b\u200d\u2060\ufeff\u{e0041}\u{e007f}',
  '\u2028::error::a\u2029##[group]b',
  '@team @org/team a@example.org',
  '#12 GH-7 own/repo#1 gh-33',
  'deadbeef12 0123456789abcdef0123456789abcdef01234567 own/repo@deadbeef12',
  'https://example.org www.example.org ftp://example.org',
  '[a](https://example.org) ![i](x.png) [r]: x',
  '<img src=x onerror=alert(1)> --> <!-- ]]>',
  'a | b || `code` ``` \\| \\',
  '**b** _i_ ~~s~~ $m$ # h & &lt;',
  '"quoted" \'twice\'',
];

/** All of it in one name; no comma, which separates names on the command line, and no slash, so that a file may have it. */
export const NAME = `::error::n${DANGEROUS.join(' ')}`
  .replaceAll('/', '÷')
  .replaceAll('\u0000', '');

/** The same as the name of a file, which has at most 255 bytes. */
export const FILE =
  '::error::f\u001b[2J\n##[error]x @team #12 GH-7 deadbeef12 [a](b) | ` \u202e\u200b <b>';

/** Characters that are not seen, or change how others are seen, but for the line breaks of a text. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/u;

/** Why a text must not reach a terminal or a log; empty where it may. */
export function obeyed(text: string): string[] {
  const lines = text.split('\n');
  return lines.filter(
    (line) => UNSEEN.test(line) || /^\s*::/.test(line) || /##[a-z]*\[/i.test(line),
  );
}

/** What GitHub would make of a text in Markdown but plain text, tables, and our own emphasis, headings and code. */
export function live(markdown: string): string[] {
  const outside = markdown
    .replace(/<code>[^<>`|]*<\/code>/g, 'CODE')
    .replace(/(?<![\\`])`[^`\n|\\]+`(?!`)/g, 'CODE')
    .replace(/<br>$/gm, '');
  const found = outside.match(
    /@(?=\w)|(?<!&)#(?=\d)|\bgh-\d|\b[0-9a-f]{7,40}\b|\b[a-z]+:\/\/|\bwww\.|(?<!\\)[<>[\]`$]|~~|(?<!\\)\]\(|&(?!(?:lt|gt|amp|#\d+);)/gi,
  );
  return found ?? [];
}
