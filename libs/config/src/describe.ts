import type { Config } from './load-config';
import { defaultOf, settingEntries, type SettingName } from './settings';

export interface SettingRow {
  readonly name: SettingName;
  /** As it can be shown: passwords and keys are hidden. */
  readonly value: string;
  readonly source: 'environment' | 'default' | 'unset';
}

/** Every setting as a configuration has it, fit to be shown. */
export function settingRows(config: Config): SettingRow[] {
  return settingEntries.map(([name, setting]) => {
    const given = config.given[name];
    if (given !== undefined) return { name, value: given, source: 'environment' };
    const fallback = defaultOf(setting, config.databases.local);
    return fallback === undefined
      ? { name, value: '', source: 'unset' }
      : { name, value: fallback, source: 'default' };
  });
}
