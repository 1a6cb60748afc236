import { writeFileSync } from 'node:fs';
import { attempt } from '../tables/outputs/target.js';
import { count } from '../text.js';

/** Bytes of the beginning and of the end of an output that are kept. */
const ENDS = 1_000_000;

/** The output of a command; of a long one the beginning and the end. */
export class BoundedLog {
  private readonly head: Buffer[] = [];
  private headBytes = 0;
  private tail: Buffer[] = [];
  private tailBytes = 0;
  private left = 0;

  add(chunk: Buffer): void {
    const room = ENDS - this.headBytes;
    if (room > 0) {
      this.head.push(chunk.subarray(0, room));
      this.headBytes += Math.min(room, chunk.length);
    }
    if (chunk.length <= room) return;
    this.tail.push(chunk.subarray(Math.max(0, room)));
    this.tailBytes += chunk.length - Math.max(0, room);
    if (this.tailBytes > 2 * ENDS) this.cut();
  }

  /** @throws TanimarkError (file) */
  write(path: string): void {
    if (this.tailBytes > ENDS) this.cut();
    const note =
      this.left === 0 ? [] : [Buffer.from(`\n[tanimark: ${count(this.left)} bytes left out]\n`)];
    attempt(path, () => writeFileSync(path, Buffer.concat([...this.head, ...note, ...this.tail])));
  }

  private cut(): void {
    const all = Buffer.concat(this.tail);
    const kept = Buffer.from(all.subarray(all.length - ENDS));
    this.left += all.length - kept.length;
    this.tail = [kept];
    this.tailBytes = kept.length;
  }
}
