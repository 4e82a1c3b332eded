export { ExitCode } from './exit-code';
export * from './errors';
export { describeError, type DescribedError } from './describe-error';
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
