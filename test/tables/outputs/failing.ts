import type fs from 'node:fs';

/** Operations on files that a write is made of. */
const OPERATIONS = [
  'openSync',
  'writeSync',
  'writeFileSync',
  'closeSync',
  'fchmodSync',
  'accessSync',
  'renameSync',
  'rmSync',
  'lstatSync',
  'statSync',
  'readlinkSync',
  'realpathSync',
  'readdirSync',
  'readSync',
  'mkdirSync',
  'existsSync',
] as const;

/** A plan of failures: which operation fails, counted from 0, and whether all later ones do so, too. */
export class Failures {
  private count = 0;
  private at = Number.POSITIVE_INFINITY;
  private later = false;
  /** The operation that failed. */
  failed: string | undefined;
  /** What another run does right before an operation. */
  before: Partial<Record<(typeof OPERATIONS)[number], (path: string) => void>> = {};

  plan(at: number, { later = false } = {}): void {
    Object.assign(this, { count: 0, at, later, failed: undefined });
  }

  stop(): void {
    this.plan(Number.POSITIVE_INFINITY);
    this.before = {};
  }

  /** The file system with these failures. */
  wrap(original: typeof fs): typeof fs {
    const wrapped = Object.fromEntries(
      OPERATIONS.map((name) => [
        name,
        (...args: unknown[]) => {
          const number = this.count++;
          if (number === this.at || (this.later && number > this.at)) {
            this.failed ??= `${name} ${args[0]}`;
            throw Object.assign(new Error('stub'), { code: 'EIO' });
          }
          this.before[name]?.(`${args[0]}`);
          return (original[name] as (...given: unknown[]) => unknown)(...args);
        },
      ]),
    );
    return { ...original, ...wrapped };
  }
}
