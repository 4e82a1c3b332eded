import { builtApp, type Finished } from '@acme/testing';

export interface Finding {
  day: string | null;
  key: string;
  measure: string;
  v1: number | null;
  v2: number | null;
}

export interface Parity {
  code: Finished['code'];
  stderr: string;
  now: string;
  days: { from: string; to: string };
  asOf: string;
  tables: {
    table: string;
    compared: number;
    equal: number;
    declared: number;
    unexplained: number;
    differences: Record<string, number>;
    days: Record<string, { compared: number; unexplained: number }>;
    findings: Finding[];
  }[];
}

/** What `acme-etl parity --json` says. */
export async function parityOf(
  environment: Record<string, string | undefined>,
  options: readonly string[],
): Promise<Parity> {
  const { code, stdout, stderr } = await builtApp('cli').run(environment, ['parity', '--json', ...options]);
  if (!stdout.startsWith('{')) throw new Error(`parity ended ${code}: ${stderr}`);
  return { code, stderr, ...(JSON.parse(stdout) as Omit<Parity, 'code' | 'stderr'>) };
}
