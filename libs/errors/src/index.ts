export { ExitCode } from './exit-code';
export * from './errors';
export { tellError, type ToldError } from './told';
