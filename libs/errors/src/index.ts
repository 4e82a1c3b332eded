export { ExitCode } from './exit-code';
export * from './errors';
export { tellError, type ToldError } from './told';
export {
  sqlstateClasses,
  sqlstateRule,
  sqlstates,
  worthReconnecting,
  type Ending,
} from './database/sqlstates';
export { clientErrorRule } from './database/client-errors';
export { redact, shownArgument } from './redact';
export { visible, visibleLines } from './visible';
