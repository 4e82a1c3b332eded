export { ExitCode } from './exit-code';
export * from './errors';
