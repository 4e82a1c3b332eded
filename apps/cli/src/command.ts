import type { Arguments, CommandSyntax, Options, Values } from '@acme/command-line';
import type { OpenDatabases } from '@acme/runner';

/** What a command works with besides its arguments. */
export interface Tools {
  /** Text on standard output. */
  readonly say: (text: string) => void;
  /** Opens the configured databases, or the local default; they are let go of when the command has ended. */
  readonly open: () => Promise<OpenDatabases>;
  /** The whole table of commands. */
  readonly program: Command;
}

/** A command of acme-etl: its syntax and what it does. A group has commands instead of an action. */
export interface Command extends CommandSyntax<Command> {
  readonly action?: (given: never, tools: Tools) => Promise<void> | void;
  /** It ends in its own way after SIGTERM and SIGINT, and works on when nothing reads its output. Others end at once. */
  readonly endsItself?: true;
}

/** Declares a command; the action gets the values of the options and arguments that it declares. */
export const command = <O extends Options = Record<never, never>, A extends Arguments = Record<never, never>>(
  declared: Omit<Command, 'action' | 'options' | 'arguments' | 'commands'> & {
    readonly options?: O;
    readonly arguments?: A;
    readonly action: (given: Values<O, A>, tools: Tools) => Promise<void> | void;
  },
): Command => declared;
