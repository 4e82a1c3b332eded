import { bashCompletion, oneOf, required, zshCompletion } from '@acme/command-line';
import { command, type Command } from '../command';

const scripts = { bash: bashCompletion<Command>, zsh: zshCompletion<Command> };

/** Prints a shell's completion, made from the table of commands. */
export const completion = command({
  name: 'completion',
  summary: 'print the completion of a shell',
  details: `For bash: source <(acme-etl completion bash), in ~/.bashrc for every shell. For zsh: the same after
compinit in ~/.zshrc, or the text as a file _acme-etl in a folder of $fpath.`,
  arguments: {
    shell: required(
      oneOf('SHELL', ['bash', 'zsh'] as const, 'the shell'),
      'completion needs a shell',
      'name bash or zsh',
    ),
  },
  action: ({ shell }, { say, program }) => say(scripts[shell](program)),
});
