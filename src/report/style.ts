import { Chalk, type ChalkInstance } from 'chalk';

/** How to draw for one stream: its colors and its width in characters. */
export interface Style {
  readonly chalk: ChalkInstance;
  readonly width: number;
  /** Of a page in HTML. */
  readonly page?: PageSettings | undefined;
}

/** What a page in HTML holds beside its result. */
export interface PageSettings {
  /** The most structures that are drawn; default 50. */
  readonly structures?: number | undefined;
  /** The command that made the result, as a shell takes it. */
  readonly command?: string | undefined;
}

/** No color, 80 characters: what tests, files and pipes get. */
export const plainStyle: Style = { chalk: new Chalk({ level: 0 }), width: 80 };

/** No color and lines of any length: texts that are wrapped elsewhere. */
export const flatStyle: Style = { ...plainStyle, width: Number.POSITIVE_INFINITY };

/** A style with or without color. @param level chalk's color level, 0 to 3 */
export function styleFor(level: 0 | 1 | 2 | 3, width: number): Style {
  return { chalk: new Chalk({ level }), width };
}
