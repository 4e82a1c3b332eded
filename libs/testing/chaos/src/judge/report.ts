import type { Campaign } from '../campaign';

/** The figures of a campaign: disturbances by kind and by place, the longest end after a request to stop, findings. */
export function reportOf({ version, rounds, delivered, findings }: Campaign): string {
  const lines = [
    `PostgreSQL ${version}: ${delivered.length} disturbances in ${rounds} rounds, ${findings.length} findings`,
    ...counts(
      'by kind',
      delivered.map(({ disturbance }) => disturbance),
    ),
    ...counts(
      'by place',
      delivered.map(({ at }) => at),
    ),
    ...counts(
      'exit codes',
      delivered.map(({ exit }) => exit),
    ),
    `  longest stop after SIGTERM: ${longestStop({ delivered })} s`,
  ];
  return lines.join('\n');
}

function counts(title: string, names: readonly string[]): string[] {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  const listed = [...found].sort(([one], [other]) => one.localeCompare(other));
  return [`  ${title}: ${listed.map(([name, count]) => `${name} ${count}`).join(', ')}`];
}

const longestStop = ({ delivered }: Pick<Campaign, 'delivered'>) =>
  Math.max(
    0,
    ...delivered.filter(({ disturbance }) => disturbance.includes('SIGTERM')).map(({ seconds }) => seconds),
  ).toFixed(1);
