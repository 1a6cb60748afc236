import { count, duration, fileSize, printable } from '../text.js';

/** State of a stage. */
export interface StageState {
  readonly stage: string;
  readonly done: number;
  /** 0 if it is not known. */
  readonly total: number;
  /** Unit of the count, in the plural. */
  readonly unit?: string | undefined;
  /** Since the stage began. */
  readonly seconds: number;
  /** Note of the running work. */
  readonly note?: string | undefined;
}

/** The widest bar, in characters. */
const BAR = 20;
/** Before this many seconds a rate says more of the start than of the work. */
const SETTLED = 1;

/**
 * One line on how a stage stands: a bar, the share that is done, the rate, and the time left, in at
 * most `width` characters. Where that is narrow the bar shrinks first, then the rate and the note go.
 */
export function progressText(state: StageState, width: number): string {
  const { done, total, unit, seconds } = state;
  const [stage, note] = [state.stage, state.note].map((text) => printable(text ?? '', width));
  const share = total > 0 ? Math.min(1, done / total) : null;
  const settled = seconds >= SETTLED && done > 0;
  const how =
    share !== null ? `${Math.floor(share * 100)}%` : unit === undefined ? '' : amount(done, unit);
  const left =
    settled && share !== null && share > 0.02 && share < 1
      ? `${duration((seconds / share) * (1 - share))} left`
      : '';
  const rate = settled && unit !== undefined ? `${amount(done / seconds, unit)}/s` : '';
  // In the order in which they can be missed least.
  const kept: string[] = [];
  const fits = (parts: readonly string[]) => stage.length + 1 + parts.join(', ').length <= width;
  for (const part of [how, left, rate, note]) {
    if (part !== '' && fits([...kept, part])) kept.push(part);
  }
  const order = [how, note, rate, left];
  kept.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const text = kept.join(', ');
  const room = Math.min(BAR, width - stage.length - text.length - 2);
  const filled = Math.round((share ?? 0) * room);
  const bar =
    share !== null && room >= 5 ? `${'█'.repeat(filled)}${'░'.repeat(room - filled)} ` : '';
  return `${stage} ${bar}${text}`.trimEnd().slice(0, width);
}

/** `12,400 molecules`, `3.1 MB`. */
function amount(n: number, unit: string): string {
  if (unit === 'bytes') return fileSize(n);
  return `${n >= 10 || Number.isInteger(n) ? count(Math.round(n)) : n.toFixed(1)} ${unit}`;
}
