export { parseCommandLine, type Parsed } from './parse';
export type { Argument, Arguments, CommandSyntax, Option, Options, Values } from './declaration';
export { count, flag, oneOf, optional, required, text } from './values';
export { nearest } from './suggest';
export { editDistance } from './edit-distance';
export { bashCompletion } from './completion/bash';
export { zshCompletion } from './completion/zsh';
export { renderCommandsDoc } from './commands-doc';
