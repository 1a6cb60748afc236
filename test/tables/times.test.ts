import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDate, timeIn, timeText } from '../../src/tables/times.js';

describe('timeIn', () => {
  it.each([
    ['2019', 2019],
    [' 2019.5 ', 2019.5],
    ['-3', -3],
    ['0', 0],
    ['20191231', 20191231],
    ['2019-01-01', 2019],
    ['2019-07', 2019 + 181 / 365],
    ['2019-12-31', 2019 + 364 / 365],
    ['2020-12-31', 2020 + 365 / 366],
    ['2020-02-29', 2020 + 59 / 366],
    ['2000-02-29', 2000 + 59 / 366],
    ['0050-01-01', 50],
    ['2019-01-01T12:00', 2019 + 0.5 / 365],
    ['2019-01-01 12:00:00Z', 2019 + 0.5 / 365],
    ['2019-01-01T00:00:00.5', 2019 + 0.5 / 86400 / 365],
    ['2019-01-01T01:00+01:00', 2019],
    ['2018-12-31T19:00:00-05', 2019],
    ['2018-12-31T18:30-0530', 2019],
    ['2019-01-01T00:00:00+01:00', 2018 + (364 + 23 / 24) / 365],
    ['2020-12-31T23:30-01:00', 2021 + 0.5 / 24 / 365],
  ])('reads %j', (text, expected) => {
    expect(timeIn(text)).toBe(expected);
  });

  it.each([
    ...['', 'soon', '2019-13-01', '2019-00-01', '2019-02-29', '1900-02-29', '2019-04-31'],
    ...['2019-01-00', '31/12/2019', '2019/12/31', '12.31.2019', 'Dec 2019', '2019-1-5', '19-01-05'],
    ...['2019-01-01T24:00', '2019-01-01T10:60', '2019-01-01T10:00:60', '2019-01-01T10'],
    ...['2019-01-01T', '2019-', '>2019', '1e999', '2019-01-01Z', '2019-01-01 10:00 PM', 'Infinity'],
  ])('takes %j for no time', (text) => {
    expect(timeIn(text)).toBeNaN();
  });

  it('keeps the order of instants, whatever their zone, and equal instants equal', () => {
    const instant = fc.record({
      minutes: fc.integer({ min: -30_000_000, max: 30_000_000 }),
      zone: fc.integer({ min: -14 * 60, max: 14 * 60 }),
    });
    const written = ({ minutes, zone }: { minutes: number; zone: number }) => {
      const local = new Date((minutes + zone) * 60_000).toISOString().slice(0, 16);
      const sign = zone < 0 ? '-' : '+';
      const at = (n: number) => String(Math.floor(n)).padStart(2, '0');
      return `${local}${sign}${at(Math.abs(zone) / 60)}:${at(Math.abs(zone) % 60)}`;
    };
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const [x, y] = [timeIn(written(a)), timeIn(written(b))];
        expect(Math.sign(x - y)).toBe(Math.sign(a.minutes - b.minutes));
        expect(timeIn(written({ ...a, zone: b.zone }))).toBe(x);
      }),
    );
  });
});

describe('timeText', () => {
  it('shows every day as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 2_000_000 }), (days) => {
        const date = new Date(days * 86_400_000).toISOString().slice(0, 10);
        const shown = timeText(timeIn(date));
        expect(shown).toBe(date.endsWith('-01-01') ? String(Number(date.slice(0, 4))) : date);
      }),
    );
  });

  it.each([
    [2019, '2019'],
    [20191231, '20191231'],
    [3.5, '3.5'],
    [-1, '-1'],
    [timeIn('2019-12-31T23:59:59'), '2019-12-31T23:59:59'],
    [timeIn('2020-02-29 10:05+01:00'), '2020-02-29T09:05'],
    [2021 - 1e-12, '2021'],
  ])('shows %d as %s', (time, text) => {
    expect(timeText(time)).toBe(text);
  });
});

describe('isDate', () => {
  it('tells dates from numbers', () => {
    expect([' 2019-12-31', '2019-12', '2019-12-31T10:00'].every(isDate)).toBe(true);
    expect(['2019', '2019.5', '-2019', '', 'soon'].some(isDate)).toBe(false);
  });
});
