import { count, flag, oneOf } from '@acme/command-line';
import { DataRefusedError, visible } from '@acme/errors';
import { allJobs } from '@acme/jobs';
import { checkCutover, type CutoverCheck, type FlagCheck, type FlagName } from '@acme/pipeline';
import { command } from '../command';

const usualDays = 7;

/**
 * Says for each flag whether flipping it is safe now, why, and how it is done.
 * @throws DataRefusedError (65) when one that was asked about is not
 */
export const cutoverCheck = command({
  name: 'check',
  summary: 'whether a flag can be flipped now, and how',
  options: {
    flag: oneOf(
      'FLAG',
      ['schema', 'etl'] as const,
      'ENABLE_V1_SCHEMA or ENABLE_LEGACY_ETL only; both where none is named',
    ),
    days: count(
      'days',
      { most: 999 },
      `how many days of parity are asked for; ${usualDays} where none are given`,
    ),
    json: flag('the result as JSON'),
  },
  async action({ flag: only, days = usualDays, json }, { say, open }) {
    const { config } = await open();
    const flags = only ? [only] : (['schema', 'etl'] satisfies FlagName[]);
    const check = await checkCutover({ config, jobs: allJobs, flags, days });
    say(json ? JSON.stringify(check, null, 2) : renderCheck(check));
    const unsafe = check.flags.filter(({ safe }) => !safe).map(({ setting }) => setting);
    if (unsafe.length > 0)
      throw new DataRefusedError(
        `flipping ${unsafe.join(' and ')} is not safe now`,
        'see to the conditions that are not ok, then check again',
      );
  },
});

const renderCheck = ({ now, zone, flags }: CutoverCheck): string =>
  [`now ${now}, zone ${zone}`, ...flags.map(renderFlag)].join('\n\n');

function renderFlag({ setting, from, to, safe, conditions, steps }: FlagCheck): string {
  return [
    `${setting}: ${from} → ${to} is ${safe ? 'safe now' : 'NOT safe now'}`,
    ...conditions.flatMap(({ verdict, name, found, todo }) => [
      `  ${verdict.padEnd(6)}  ${name}: ${visible(found)}`,
      ...(todo ? [`          ${verdict === 'not ok' ? 'do: ' : ''}${visible(todo)}`] : []),
    ]),
    '',
    safe ? '  Steps' : '  Steps, once it is safe',
    ...steps.flatMap(({ what, command }, nth) => [
      `  ${nth + 1}. ${visible(what)}`,
      ...(command ? [`       ${visible(command)}`] : []),
    ]),
  ].join('\n');
}
