import { Calendar, dayOfText, dayText, monthsBetween } from '../../src';
import { microsOfIso } from '../../src';

const isoOf = (micros: number): string => new Date(micros / 1000).toISOString().replace('.000', '');

describe('the oracle’s day', () => {
  it.each([
    ['an ordinary day', 'UTC', '2024-03-10', '2024-03-10T00:00:00Z', '2024-03-11T00:00:00Z'],
    ['a day of 23 hours', 'America/New_York', '2024-03-10', '2024-03-10T05:00:00Z', '2024-03-11T04:00:00Z'],
    ['a day of 25 hours', 'America/New_York', '2024-11-03', '2024-11-03T04:00:00Z', '2024-11-04T05:00:00Z'],
    [
      'a day whose midnight happens twice',
      'America/Havana',
      '2024-11-03',
      '2024-11-03T04:00:00Z',
      '2024-11-04T05:00:00Z',
    ],
    [
      'a day whose midnight is skipped',
      'America/Havana',
      '2024-03-10',
      '2024-03-10T05:00:00Z',
      '2024-03-11T04:00:00Z',
    ],
    [
      'a day interrupted at 00:01',
      'America/St_Johns',
      '2010-11-07',
      '2010-11-07T02:30:00Z',
      '2010-11-08T03:30:00Z',
    ],
    [
      'a date that was left out',
      'Pacific/Apia',
      '2011-12-30',
      '2011-12-30T10:00:00Z',
      '2011-12-30T10:00:00Z',
    ],
    [
      'a zone of quarter hours',
      'Asia/Kathmandu',
      '2024-05-01',
      '2024-04-30T18:15:00Z',
      '2024-05-01T18:15:00Z',
    ],
    ['the far east', 'Pacific/Kiritimati', '2024-05-01', '2024-04-30T10:00:00Z', '2024-05-01T10:00:00Z'],
  ])('starts and ends right: %s', (_what, zone, day, start, end) => {
    const calendar = new Calendar(zone);
    expect(isoOf(calendar.start(dayOfText(day)))).toBe(start);
    expect(isoOf(calendar.end(dayOfText(day)))).toBe(end);
  });

  it.each([
    ['America/New_York', '2024-03-10T04:59:59.999Z', '2024-03-09'],
    ['America/New_York', '2024-03-10T05:00:00Z', '2024-03-10'],
    ['America/New_York', '2024-03-11T03:59:59.999Z', '2024-03-10'],
    ['America/New_York', '2024-03-11T04:00:00Z', '2024-03-11'],
    ['America/St_Johns', '2010-11-07T02:45:00Z', '2010-11-07'], // the wall clock reads 23:15 of the 6th
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
  ])('holds an instant: %s %s is %s', (zone, instant, day) => {
    expect(dayText(new Calendar(zone).dayOf(microsOfIso(instant)))).toBe(day);
  });

  it('keeps the last microsecond of a day in it', () => {
    const calendar = new Calendar('America/New_York');
    expect(dayText(calendar.dayOf(calendar.end(dayOfText('2024-03-10')) - 1))).toBe('2024-03-10');
  });

  it('lists months without gaps', () => {
    expect(monthsBetween('2023-12-01', '2024-03-01')).toEqual([
      '2023-12-01',
      '2024-01-01',
      '2024-02-01',
      '2024-03-01',
    ]);
    expect(monthsBetween('2024-01-01', '2024-01-01')).toEqual(['2024-01-01']);
  });
});
