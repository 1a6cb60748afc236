import { printable } from '../../../text.js';

/** How far into a body its title is looked for. */
const LONGEST_HEAD = 16 * 1024;
const PAGE = /^<(?:!doctype\s+html|html)\b/i;
const TITLE = /<title[^>]*>([^<]*)<\/title/i;

/** Tells HTML pages, such as those of a portal or a firewall, from data, by the first bytes of a body. */
export class HtmlPage {
  private head = Buffer.alloc(0);

  /** @param isDeclared whether the server says that it is a page */
  constructor(private readonly isDeclared = false) {}

  /** Takes the next bytes. Returns true when it is a page for sure, and its title, if it has one, is known. */
  isKnown(chunk: Uint8Array): boolean {
    if (this.head.length >= LONGEST_HEAD) return false;
    this.head = Buffer.concat([this.head, chunk]).subarray(0, LONGEST_HEAD);
    return this.isPage && (this.head.length === LONGEST_HEAD || this.title !== undefined);
  }

  get isPage(): boolean {
    return this.isDeclared || PAGE.test(afterPreamble(this.head.toString('latin1')));
  }

  /** `an HTML page ("Access denied")`: a noun phrase for messages. */
  get text(): string {
    const { title } = this;
    return title ? `an HTML page ("${title}")` : 'an HTML page';
  }

  private get title(): string | undefined {
    const title = TITLE.exec(this.head.toString('utf8'))?.[1].replace(/\s+/g, ' ').trim();
    return title === undefined ? undefined : printable(title, 80);
  }
}

/** What follows a byte-order mark, white space, an XML declaration and comments. */
function afterPreamble(text: string): string {
  let rest = text.replace(/^\xef\xbb\xbf/, '').trimStart();
  for (;;) {
    const ending = rest.startsWith('<!--') ? '-->' : rest.startsWith('<?') ? '?>' : undefined;
    if (ending === undefined) return rest;
    const at = rest.indexOf(ending, 2);
    if (at < 0) return '';
    rest = rest.slice(at + ending.length).trimStart();
  }
}
