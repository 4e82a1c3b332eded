export { ExitCode } from './exit-code';
export * from './errors';
export { tellError, type ToldError } from './told';
export {
  sqlstateClasses,
  sqlstateRule,
  sqlstates,
  worthReconnecting,
  type Ending,
  type SqlstateRule,
} from './database/sqlstates';
export { clientErrorRule, type ClientErrorRule } from './database/client-errors';
export { redact, shownArgument } from './redact';
export { visible, visibleLines } from './visible';
