import type { Output } from '../io.js';
import type { Progress } from '../job.js';
import { progressText, type StageState } from '../report/progress.js';

/** One line at the foot of the terminal that is rewritten as work goes on. */
export class ProgressLine implements Progress {
  private state: StageState | undefined;
  private startedAt = 0;
  private drawnAt = 0;
  private visible = false;

  constructor(private readonly stream: Pick<Output, 'write' | 'columns'>) {
    // However the program ends, the prompt comes on an empty line.
    process.on('exit', this.clear);
  }

  start(stage: string, total: number, unit?: string): void {
    this.state = { stage, total, unit, done: 0, seconds: 0 };
    this.startedAt = performance.now();
    this.drawnAt = Number.NEGATIVE_INFINITY;
    this.advance(0);
  }

  advance(done: number, note?: string): void {
    const now = performance.now();
    if (!this.state || now - this.drawnAt < 80) return;
    this.drawnAt = now;
    const seconds = (now - this.startedAt) / 1000;
    // The last column stays free: some terminals wrap when it is written.
    const width = Math.max(20, (this.stream.columns || 80) - 1);
    const text = progressText({ ...this.state, done, note, seconds }, width);
    this.stream.write(`\r\u001b[K${text}`);
    this.visible = true;
  }

  finish(): void {
    this.clear();
    this.state = undefined;
  }

  /** Takes the line off the screen, until there is something new to say. */
  readonly clear = (): void => {
    if (this.visible) this.stream.write('\r\u001b[K');
    this.visible = false;
  };

  close(): void {
    this.finish();
    process.off('exit', this.clear);
  }
}
