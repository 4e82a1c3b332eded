import { parseArgs } from 'node:util';

/** What a campaign is asked for. */
export interface Options {
  /** Major versions of PostgreSQL, one campaign each. */
  readonly versions: readonly number[];
  /** How many disturbances each campaign delivers. */
  readonly disturbances: number;
  readonly seed: number;
}

/** Reads `--versions=15,18 --disturbances=250 --seed=1`. Throws on anything else. */
export function optionsOf(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      versions: { type: 'string', default: '15,18' },
      disturbances: { type: 'string', default: '250' },
      seed: { type: 'string', default: '1' },
    },
  });
  return {
    versions: values.versions.split(',').map((version) => whole('versions', version)),
    disturbances: whole('disturbances', values.disturbances),
    seed: whole('seed', values.seed),
  };
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name}: ${text} is no whole number`);
  return Number(text);
}
