export { loadConfig, requireSource, requireWarehouse, type Config, type Service } from './load-config';
export { loadConfigFromProcess, readEnvironment, terminationLogFile } from './environment';
export { parseRunArguments, runHelp, type RunArguments } from './arguments';
export type { Days } from './days';
export { daysOfJobName } from './job-name';
export { withDays } from './run-days';
export { settingRows, type SettingRow } from './describe';
export { renderEnvExample, renderSettingsDoc } from './docs';
export { settings, settingEntries, type Disclosure, type LogLevel, type SettingName } from './settings';
