/** Wall-clock seconds per stage, for the one part of a summary that may differ between runs. */
export class Stopwatch {
  private readonly start = performance.now();
  private last = this.start;
  private readonly laps: Record<string, number> = {};

  /** Ends a stage: the time since the previous call is its own. */
  lap(stage: string): void {
    const now = performance.now();
    this.laps[stage] = (this.laps[stage] ?? 0) + (now - this.last) / 1000;
    this.last = now;
  }

  /** Seconds of each stage and in total, to the millisecond. */
  seconds(): Record<string, number> {
    const total = (performance.now() - this.start) / 1000;
    return Object.fromEntries(
      [...Object.entries(this.laps), ['total', total] as const].map(([stage, s]) => [
        stage,
        Math.round(s * 1000) / 1000,
      ]),
    );
  }
}
