export { loadConfig, requireSource, requireWarehouse, type Config } from './load-config';
export { loadConfigFromProcess, readEnvironment, terminationLogFile } from './environment';
export {
  dayOptions,
  exitCodes,
  parseRunArguments,
  readDayOptions,
  readRunArguments,
  runOptions,
  runSyntax,
  type RunArguments,
} from './arguments';
export { programVersion } from './version';
export { readDatabaseUrl, type DatabaseTls, type DatabaseUrl, type SslMode } from './database-url';
export type { Days } from './days';
export { daysOfJobName } from './job-name';
export { withDays } from './run-days';
export { settingRows, type SettingRow } from './describe';
export { renderEnvExample, renderSettingsDoc } from './docs';
export { services, urlSettingOf, type Service } from './services';
export { settings, settingEntries, type Disclosure, type LogLevel, type SettingName } from './settings';
