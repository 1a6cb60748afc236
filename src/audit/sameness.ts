import type { Job } from '../job.js';
import { levelsUpTo, moleculeCount, SAME_LEVELS, type SameLevel, type Side } from './side.js';

/** Molecules of two sides that are the same, level by level. A pair belongs to the first level at which it is the same. */
export class Sameness {
  private readonly marks = new Map<SameLevel, Uint8Array>();

  constructor(
    private readonly train: Side,
    private readonly test: Side,
    private readonly job: Job,
  ) {}

  /** The first level at which a test and a training molecule are the same; null if they are at none. */
  levelOf(test: number, train: number): SameLevel | null {
    for (const level of SAME_LEVELS) {
      const key = this.test.keys[level][test];
      if (key >= 0 && key === this.train.keys[level][train]) return level;
    }
    return null;
  }

  /** Visits the pairs of a test and a training molecule that belong to a level, test molecules in order. */
  async each(level: SameLevel, visit: (test: number, train: number) => void): Promise<void> {
    const members = new Map<number, number[]>();
    this.train.keys[level].forEach((key, m) => {
      if (key < 0) return;
      const known = members.get(key);
      if (known) known.push(m);
      else members.set(key, [m]);
    });
    const keys = this.test.keys[level];
    for (let t = 0; t < keys.length; t++) {
      for (const m of members.get(keys[t]) ?? []) {
        if (this.levelOf(t, m) === level) visit(t, m);
      }
      if (this.job.due()) await this.job.breathe();
    }
  }

  /** 1 for each test molecule that is a training molecule at a level or at one before it. */
  upTo(level: SameLevel): Uint8Array {
    const known = this.marks.get(level);
    if (known) return known;
    const marks = new Uint8Array(moleculeCount(this.test));
    for (const finer of levelsUpTo(level)) {
      const there = new Set(this.train.keys[finer]);
      this.test.keys[finer].forEach((key, t) => {
        if (key >= 0 && there.has(key)) marks[t] = 1;
      });
    }
    this.marks.set(level, marks);
    return marks;
  }

  /** Whether a pair is the same at a level or at one before it. */
  isWithin(level: SameLevel, test: number, train: number): boolean {
    const first = this.levelOf(test, train);
    return first !== null && levelsUpTo(level).includes(first);
  }
}
