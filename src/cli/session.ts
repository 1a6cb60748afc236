import { supportsColor, supportsColorStderr } from 'chalk';
import { type Progress, type Style, styleFor, Task } from '../index.js';

/** Options that every command has. */
export interface CommonOptions {
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly color?: boolean;
  readonly threads?: number;
}

/** What a running command talks to: the screen, and Ctrl-C. */
export class Session {
  readonly task: Task;
  private readonly controller = new AbortController();
  private readonly progress: ProgressLine | undefined;

  constructor(private readonly options: CommonOptions) {
    const shown = process.stderr.isTTY === true && !options.quiet;
    this.progress = shown ? new ProgressLine() : undefined;
    this.task = new Task({
      ...(this.progress ? { progress: this.progress } : {}),
      signal: this.controller.signal,
    });
    process.on('SIGINT', this.onInterrupt);
    process.on('SIGTERM', this.onInterrupt);
  }

  /** For what goes to standard output. */
  get outStyle(): Style {
    return this.style(process.stdout, supportsColor);
  }

  /** For summaries and warnings. */
  get errStyle(): Style {
    return this.style(process.stderr, supportsColorStderr);
  }

  /** Data: the result that a pipeline reads. */
  async out(text: string): Promise<void> {
    this.progress?.clear();
    await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
  }

  /** A summary for people; silent with --quiet. */
  summary(text: string): void {
    this.progress?.clear();
    if (!this.options.quiet) process.stderr.write(text);
  }

  warn(texts: readonly string[]): void {
    const { chalk } = this.errStyle;
    for (const text of texts) this.summary(`${chalk.yellow('note:')} ${text}\n`);
  }

  end(): void {
    this.progress?.clear();
    process.off('SIGINT', this.onInterrupt);
    process.off('SIGTERM', this.onInterrupt);
  }

  private readonly onInterrupt = () => {
    // The second time somebody means it.
    if (this.controller.signal.aborted) process.exit(130);
    this.controller.abort();
  };

  private style(stream: NodeJS.WriteStream, support: typeof supportsColor): Style {
    const forced = process.env.FORCE_COLOR !== undefined && process.env.FORCE_COLOR !== '0';
    const refused = this.options.color === false || Boolean(process.env.NO_COLOR);
    const level = refused || !(stream.isTTY || forced) || !support ? 0 : support.level;
    return styleFor(level as 0 | 1 | 2 | 3, Math.max(40, stream.columns ?? 80));
  }
}

/** One line at the foot of the terminal that is rewritten as work goes on. */
class ProgressLine implements Progress {
  private stage = '';
  private total = 0;
  private startedAt = 0;
  private drawnAt = 0;
  private visible = false;

  start(stage: string, total: number): void {
    this.stage = stage;
    this.total = total;
    this.startedAt = performance.now();
    this.drawnAt = 0;
    this.advance(0);
  }

  advance(done: number, note = ''): void {
    const now = performance.now();
    if (this.stage === '' || now - this.drawnAt < 80) return;
    this.drawnAt = now;
    const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
    const share = this.total > 0 ? Math.min(1, done / this.total) : 0;
    const seconds = (now - this.startedAt) / 1000;
    const left =
      share > 0.02 && seconds > 1 ? `, ${Math.ceil((seconds / share) * (1 - share))} s left` : '';
    const filled = Math.round(share * 20);
    const line = `${this.stage} ${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ${Math.floor(share * 100)}%${note ? `, ${note}` : ''}${left}`;
    process.stderr.write(`\r\u001b[K${line.slice(0, width)}`);
    this.visible = true;
  }

  finish(): void {
    this.clear();
    this.stage = '';
  }

  clear(): void {
    if (this.visible) process.stderr.write('\r\u001b[K');
    this.visible = false;
  }
}
