import { loadConfig, parseRunArguments, withDays } from '../src';

const daysOf = (argv: string[], environment: Record<string, string>) => {
  const { days, daysFrom } = withDays(parseRunArguments(argv), loadConfig(environment));
  return [days?.from, days?.to, daysFrom];
};
const name = { JOB_NAME: 'user-analytics-2026-11-03' };
const settings = { RUN_DATE: '2026-11-02' };

it.each([
  [['--date', '2026-11-01'], { ...settings, ...name }, ['2026-11-01', '2026-11-01', undefined]],
  [[], { ...settings, ...name }, ['2026-11-02', '2026-11-02', 'settings']],
  [[], { RUN_FROM: '2026-11-02', RUN_TO: '2026-11-04', ...name }, ['2026-11-02', '2026-11-04', 'settings']],
  [[], name, ['2026-11-03', '2026-11-03', 'job name']],
  [[], { JOB_NAME: 'user-analytics-29927520' }, [undefined, undefined, undefined]],
  [[], {}, [undefined, undefined, undefined]],
  // What is asked for in so many words comes before a name.
  [['--full-refresh'], name, [undefined, undefined, undefined]],
])('takes arguments before settings before the name: %j %j', (argv, environment, expected) => {
  expect(daysOf(argv, environment)).toEqual(expected);
});

it.each([
  [[], { RUN_DATE: '2026-02-30' }, /RUN_DATE 2026-02-30 is not a valid date/],
  [[], { RUN_DATE: '2026-11-01', RUN_FROM: '2026-11-01' }, /RUN_DATE excludes RUN_FROM/],
  [[], { RUN_FROM: '2026-11-01' }, /RUN_FROM and RUN_TO go together/],
  [[], { RUN_FROM: '2026-11-02', RUN_TO: '2026-11-01' }, /RUN_FROM 2026-11-02 lies after RUN_TO/],
  [[], { JOB_NAME: 'user-analytics-2026-13-40' }, /almost a date/],
  [['--full-refresh'], settings, /--full-refresh and the days in RUN_DATE/],
])('refuses %j %j with 64', (argv, environment, message) => {
  expect(() => daysOf(argv, environment)).toThrow(message);
  expect(() => daysOf(argv, environment)).toThrow(expect.objectContaining({ exitCode: 64 }) as Error);
});
