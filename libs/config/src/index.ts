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
export { readDatabaseUrl, type DatabaseTls } from './database-url';
export { daysOfJobName } from './job-name';
export { withDays } from './run-days';
export { settingRows } from './describe';
export { renderEnvExample, renderSettingsDoc } from './docs';
export { services, urlSettingOf, type Service } from './services';
export { settingEntries, type Disclosure } from './settings';
