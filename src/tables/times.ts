import { numberIn } from './columns.js';

const DATE =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}(?::?\d{2})?)?)?)?$/;

/** What a cell may hold as a time, for messages. */
export const TIME_FORMS = 'a number or an ISO date (2019-12-31)';

/**
 * A time as a number: a number as it is (a year, say), an ISO date or date and time as years, so that
 * 2019-12-31 lies between 2019 and 2020, and a month is its first day. Without a time zone it is UTC. NaN
 * for anything else, days that do not exist included.
 */
export function timeIn(text: string): number {
  const number = numberIn(text);
  if (Number.isFinite(number)) return number;
  const match = DATE.exec(text.trim());
  if (!match) return Number.NaN;
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part: string | undefined, i) => Number(part ?? (i < 3 ? 1 : 0)));
  const zone = match[7] ?? 'Z';
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return Number.NaN;
  if (hour > 23 || minute > 59 || second >= 60) return Number.NaN;
  const offset = zone === 'Z' ? [0, 0] : [zone.slice(0, 3), zone.slice(3).replace(':', '')];
  // -05:30 is before UTC by minutes, too.
  const minutes = Number(offset[0]) * 60 + (zone.startsWith('-') ? -1 : 1) * Number(offset[1]);
  let days = day - 1;
  for (let m = 1; m < month; m++) days += daysIn(year, m);
  return asYears(year, days * DAY + (hour * 60 + minute - minutes) * 60 + second);
}

/** Whether a text is a date rather than a number. */
export function isDate(text: string): boolean {
  return DATE.test(text.trim());
}

/**
 * A time for people: whole numbers as they are, other numbers that can be years as dates, with the time of day in UTC
 * unless it is midnight, so that what was read is shown.
 */
export function timeText(time: number): string {
  const year = Math.floor(time);
  if (Number.isInteger(time) || year < 1000 || year > 9999) return String(time);
  const seconds = Math.round((time - year) * secondsIn(year));
  if (seconds === secondsIn(year)) return String(year + 1);
  let days = Math.floor(seconds / DAY);
  let month = 1;
  for (; month < 12 && days >= daysIn(year, month); month++) days -= daysIn(year, month);
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const date = `${year}-${two(month)}-${two(days + 1)}`;
  const [hour, minute, second] = [(seconds % DAY) / 3600, (seconds % 3600) / 60, seconds % 60];
  if (seconds % DAY === 0) return date;
  return `${date}T${two(hour)}:${two(minute)}${second > 0 ? `:${two(second)}` : ''}`;
}

const DAY = 86_400;

/** @param seconds since the year began in UTC; may be in the year before or after */
function asYears(year: number, seconds: number): number {
  if (seconds < 0) return asYears(year - 1, seconds + secondsIn(year - 1));
  const length = secondsIn(year);
  return seconds < length ? year + seconds / length : asYears(year + 1, seconds - length);
}

function secondsIn(year: number): number {
  return (isLeap(year) ? 366 : 365) * DAY;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
