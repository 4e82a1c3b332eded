import type { CommandSyntax } from './declaration';

/** A command with the words that lead to it, the program's name first. */
export interface Placed<C> {
  readonly path: readonly string[];
  readonly command: C;
}

/** The program and all commands below it, each before its own commands. */
export function allCommands<C extends CommandSyntax<C>>(
  command: C,
  above: readonly string[] = [],
): Placed<C>[] {
  const path = [...above, command.name];
  return [{ path, command }, ...(command.commands ?? []).flatMap((each) => allCommands(each, path))];
}
