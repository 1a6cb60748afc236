import { supportsColor, supportsColorStderr } from 'chalk';
import { documentOf } from '../documents.js';
import { currentIo, type Output } from '../io.js';
import { Job } from '../job.js';
import { noteText } from '../report/note.js';
import { jsonText, screenText } from '../report/screen.js';
import { type Style, styleFor } from '../report/style.js';
import type { Documents, PrintedName } from '../schemas/documents.js';
import { writeText } from '../tables/output-path.js';
import { printable } from '../text.js';
import { ProgressLine } from './progress.js';
import { markPrinted } from './run-state.js';

/** Options that every command has. */
export interface CommonOptions {
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly color?: boolean;
  readonly threads?: number;
}

/** The most characters of a line with texts of the user's in it. */
const LINE = 2000;

/** Connection of a running command to the screen and to Ctrl-C. Made by `runInSession`. */
export class Session {
  readonly job: Job;
  private readonly io = currentIo();
  private readonly controller = new AbortController();
  private readonly decoder = new TextDecoder();
  private readonly progress: ProgressLine | undefined;

  constructor(private readonly options: CommonOptions) {
    const { stderr, env } = this.io;
    const shown = stderr.isTTY === true && env.TERM !== 'dumb' && !options.quiet;
    this.progress = shown ? new ProgressLine(stderr) : undefined;
    this.job = new Job({
      ...(this.progress ? { progress: this.progress } : {}),
      signal: this.controller.signal,
      threads: options.threads,
    });
    // Signals are for the process; a run inside another program leaves them to that.
    if (this.io !== process) return;
    process.on('SIGINT', this.onInterrupt);
    process.on('SIGTERM', this.onInterrupt);
  }

  /** For what goes to standard output. */
  get outStyle(): Style {
    return this.style(this.io.stdout, supportsColor);
  }

  /** For summaries and warnings. */
  get errStyle(): Style {
    return this.style(this.io.stderr, supportsColorStderr);
  }

  /** A result for people, as a reporter drew it. */
  async out(text: string): Promise<void> {
    await this.write(screenText(text));
  }

  /** A table that a pipeline reads: its cells as they are, but on a terminal, which would obey them. */
  async data(piece: string | Uint8Array): Promise<void> {
    if (!this.io.stdout.isTTY) return this.write(piece);
    const text = typeof piece === 'string' ? piece : this.decoder.decode(piece, { stream: true });
    await this.write(screenText(text, false));
  }

  /** A result as one JSON document. */
  async json<Name extends PrintedName>(name: Name, value: Documents[Name]): Promise<void> {
    await this.write(jsonText(documentOf(name, value)));
  }

  /**
   * A result in the form of {@link resultStyle}, to standard output or, whole or not at all, to a file.
   *
   * @param isData whether it is a table that a pipeline reads, as in {@link data}
   */
  async result(text: string, output: string | undefined, isData = false): Promise<void> {
    if (output === undefined) return isData ? this.data(text) : this.out(text);
    await writeText(output, text, this.job);
    this.line(`wrote ${output}`);
  }

  /** How a result is drawn: for the screen, or plainly for a file. */
  resultStyle(output: string | undefined): Style {
    return output === undefined ? this.outStyle : styleFor(0, 80);
  }

  /** A summary for people; silent with --quiet. */
  summary(text: string): void {
    this.progress?.clear();
    if (!this.options.quiet) this.io.stderr.write(screenText(text));
  }

  /** One line of a summary, with names or cells of the user's in it. */
  line(text: string): void {
    this.summary(`${printable(text, LINE)}\n`);
  }

  /** Writes notes for the user: wrapped on a terminal, one line each in a log. */
  warn(texts: readonly string[]): void {
    const { chalk, width } = this.errStyle;
    const style = { chalk, width: this.io.stderr.isTTY ? width : Number.POSITIVE_INFINITY };
    for (const text of texts) this.summary(noteText(text, style));
  }

  end(): void {
    this.progress?.close();
    process.off('SIGINT', this.onInterrupt);
    process.off('SIGTERM', this.onInterrupt);
  }

  private async write(text: string | Uint8Array): Promise<void> {
    this.progress?.clear();
    markPrinted(this.io);
    await new Promise<void>((resolve) => this.io.stdout.write(text, () => resolve()));
  }

  private readonly onInterrupt = () => {
    // The second time somebody means it.
    if (this.controller.signal.aborted) process.exit(130);
    this.controller.abort();
  };

  private style(stream: Output, support: typeof supportsColor): Style {
    const { FORCE_COLOR, NO_COLOR } = this.io.env;
    const forced = FORCE_COLOR !== undefined && !['0', 'false'].includes(FORCE_COLOR);
    const refused = this.options.color === false || Boolean(NO_COLOR);
    // What chalk found out is of the process; a stream of another program has colors where they are asked for.
    const possible = support ? support.level : Number(forced);
    const level = refused || !(stream.isTTY || forced) ? 0 : possible;
    return styleFor(level as 0 | 1 | 2 | 3, Math.max(40, stream.columns ?? 80));
  }
}
