import { afterEach, describe, expect, it, vi } from 'vitest';
import { ProgressLine } from '../../src/cli/progress.js';

/** What a terminal would show of the current line, and what was written to it. */
function terminal(columns: number | undefined) {
  const written: string[] = [];
  const stream = { columns: columns as number, write: (text: string) => written.push(text) > 0 };
  const shown = () => written.join('').split('\r\u001b[K').at(-1);
  return { stream: stream as unknown as NodeJS.WriteStream, written, shown };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('the progress line', () => {
  it('is rewritten as work goes on, and gone when the stage ends', () => {
    vi.useFakeTimers();
    const { stream, shown, written } = terminal(80);
    const line = new ProgressLine(stream);
    line.start('reading molecules', 200, 'molecules');
    expect(shown()).toBe('reading molecules ░░░░░░░░░░░░░░░░░░░░ 0%');
    vi.advanceTimersByTime(2000);
    line.advance(100);
    expect(shown()).toBe('reading molecules ██████████░░░░░░░░░░ 50%, 50 molecules/s, 2 s left');
    line.finish();
    expect(shown()).toBe('');
    // With no stage there is nothing to say, and nothing to clear.
    const before = written.length;
    line.advance(150);
    line.clear();
    line.close();
    expect(written).toHaveLength(before);
  });

  it('is not drawn more often than anybody can see', () => {
    vi.useFakeTimers();
    const { stream, written } = terminal(80);
    const line = new ProgressLine(stream);
    line.start('searching', 1000);
    for (let i = 0; i < 1000; i++) line.advance(i);
    expect(written).toHaveLength(1);
    line.close();
  });

  it('fits the terminal, whatever its width', () => {
    for (const columns of [undefined, 0, 30, 80, 200]) {
      const { stream, shown } = terminal(columns);
      const line = new ProgressLine(stream);
      line.start('a stage with quite a long name, of many words and then some', 200);
      expect(shown()?.length).toBeLessThan(columns || 80);
      line.close();
    }
  });

  it('leaves no listener behind', () => {
    const before = process.listenerCount('exit');
    const line = new ProgressLine(terminal(80).stream);
    expect(process.listenerCount('exit')).toBe(before + 1);
    line.close();
    expect(process.listenerCount('exit')).toBe(before);
  });
});
