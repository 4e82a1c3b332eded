export { parseCommandLine } from './parse';
export type { Arguments, CommandSyntax, Options, Values } from './declaration';
export { count, flag, oneOf, optional, required, text } from './values';
export { nearest } from './suggest';
export { editDistance } from './edit-distance';
export { bashCompletion } from './completion/bash';
export { zshCompletion } from './completion/zsh';
export { renderCommandsDoc } from './commands-doc';
