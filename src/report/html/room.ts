import type { Markup } from './escape.js';

/** The most bytes of a page: more would be slow to open, and more than some mail servers and CI services take. */
export const MOST_PAGE = 3_000_000;

/** Why a part of a page is left out. */
export const TOO_LARGE = 'so that the page stays below 3 MB';

/** Room for parts of a page that may be many or large. */
export class Room {
  /** @param left bytes */
  constructor(private left: number) {}

  /** Takes room for a part; false, now and for all others, once there is not enough. */
  take(part: Markup): boolean {
    this.left -= bytesOf(part);
    return this.left >= 0;
  }
}

export function bytesOf({ text }: Markup): number {
  return Buffer.byteLength(text);
}
