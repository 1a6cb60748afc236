import { Chalk, type ChalkInstance } from 'chalk';

/** How to draw for one stream: its colors and its width in characters. */
export interface Style {
  readonly chalk: ChalkInstance;
  readonly width: number;
}

/** No color, 80 characters: what tests, files and pipes get. */
export const plainStyle: Style = { chalk: new Chalk({ level: 0 }), width: 80 };

/** A style with or without color. @param level chalk's color level, 0 to 3 */
export function styleFor(level: 0 | 1 | 2 | 3, width: number): Style {
  return { chalk: new Chalk({ level }), width };
}
