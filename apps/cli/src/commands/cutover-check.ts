import { parseArgs } from 'node:util';
import { DataRefusedError, shownArgument, UsageError, visible } from '@acme/errors';
import { allJobs } from '@acme/jobs';
import { type OpenDatabases } from '@acme/runner';
import { checkCutover, type CutoverCheck, type FlagCheck, type FlagName } from '@acme/pipeline';

const usualDays = '7';
const how = 'acme-etl cutover check [--flag schema|etl] [--days N] [--json]';

/**
 * Says for each flag whether flipping it is safe now, why, and how it is done.
 * @throws DataRefusedError (65) when one that was asked about is not
 */
export async function cutoverCheck(
  { config }: OpenDatabases,
  argv: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  const { flags, days, json } = parseCheckArguments(argv);
  const check = await checkCutover({ config, jobs: allJobs, flags, days });
  say(json ? JSON.stringify(check, null, 2) : renderCheck(check));
  const unsafe = check.flags.filter(({ safe }) => !safe).map(({ setting }) => setting);
  if (unsafe.length > 0) {
    throw new DataRefusedError(
      `flipping ${unsafe.join(' and ')} is not safe now`,
      'see to the conditions that are not ok, then check again',
    );
  }
}

function parseCheckArguments(argv: readonly string[]): { flags: FlagName[]; days: number; json: boolean } {
  const { flag, days, json } = read(argv);
  if (flag !== undefined && flag !== 'schema' && flag !== 'etl')
    throw new UsageError(
      `--flag does not know ${shownArgument(flag)}`,
      'name schema or etl, or leave it out for both',
    );
  if (!/^[1-9]\d{0,2}$/.test(days))
    throw new UsageError(
      '--days takes a number of days, from 1 to 999',
      `for example: ${how.replace('N', '14')}`,
    );
  return { flags: flag ? [flag] : ['schema', 'etl'], days: Number(days), json };
}

function read(argv: readonly string[]): { flag?: string; days: string; json: boolean } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { flag: { type: 'string' }, days: { type: 'string' }, json: { type: 'boolean' } },
    });
    return {
      ...(values.flag === undefined ? {} : { flag: values.flag }),
      days: values.days ?? usualDays,
      json: values.json === true,
    };
  } catch {
    throw new UsageError('cutover check does not know these arguments', how);
  }
}

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
