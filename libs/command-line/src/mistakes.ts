import { shownArgument, UsageError } from '@acme/errors';
import type { CommandSyntax } from './declaration';
import type { ParserCommand } from './program';
import { original } from './operands';
import { didYouMean, nearest } from './suggest';

/** Short enough to be listed where nothing like what was typed is known. */
const fewOptions = 5;

/** What the parser found wrong, in words of our own. `message` ends with the word it is about, in quotes. */
export function mistake<C extends CommandSyntax<C>>(
  command: ParserCommand<C>,
  code: string,
  message: string,
): UsageError {
  const { path, args, syntax } = command;
  switch (code) {
    case 'commander.unknownOption':
      return unknownOption(path, syntax, original(/'([\s\S]*)'$/.exec(message)![1]!));
    case 'commander.optionMissingArgument': {
      const name = /--([\w-]+)/.exec(message)![1]!;
      return needsValue(name, syntax);
    }
    case 'commander.missingArgument': {
      const { message: wrong, instruction } = Object.values(syntax.arguments ?? {})[args.length]!.required!;
      return new UsageError(wrong, instruction);
    }
    case 'commander.unknownCommand':
      return unknownCommand(command, original(args[0]!));
    case 'commander.excessArguments':
      return unexpected(path, syntax, original(args[Object.keys(syntax.arguments ?? {}).length]!));
    default:
      return new UsageError(`${path} does not know these arguments`, `see ${path} --help`);
  }
}

/** An option without the value that belongs to it. */
export function needsValue(name: string, { options = {} }: CommandSyntax): UsageError {
  const { value, description } = options[name]!;
  return new UsageError(`--${name} needs a value`, `--${name} ${value}: ${description}`);
}

function unknownOption(path: string, { options = {} }: CommandSyntax, given: string): UsageError {
  const name = given.replace(/=[\s\S]*$/, '');
  const plain = name.replace(/^-+/, '');
  if (Object.hasOwn(options, plain) && given !== name)
    return new UsageError(`${name} takes no value`, `leave it out: ${name}`);
  const known = Object.keys(options);
  const meant = nearest(plain, known);
  return new UsageError(
    `unknown option ${shownArgument(given)}`,
    `${meant === undefined ? '' : `did you mean --${meant}? `}${takes(path, known)}`,
  );
}

function takes(path: string, known: readonly string[]): string {
  if (known.length === 0) return `${path} takes no option: see ${path} --help`;
  return known.length <= fewOptions
    ? `it takes ${known.map((name) => `--${name}`).join(', ')}`
    : `${path} --help lists all options`;
}

function unknownCommand<C extends CommandSyntax<C>>(command: ParserCommand<C>, given: string): UsageError {
  const names = command.syntax.commands?.map(({ name }) => name) ?? [];
  const known = names.length <= 3 ? `name ${names.join(' or ')}` : `${command.path} help lists the commands`;
  return new UsageError(
    command.parent
      ? `${command.name()} has no command ${shownArgument(given)}`
      : `unknown command ${shownArgument(given)}`,
    `${didYouMean(given, names)}${known}`,
  );
}

function unexpected(path: string, syntax: CommandSyntax, given: string): UsageError {
  const meant = Object.hasOwn(syntax.options ?? {}, given) ? `did you mean --${given}? ` : '';
  const values = Object.values(syntax.arguments ?? {}).map(({ value }) => value);
  return new UsageError(
    `unexpected argument ${shownArgument(given)}`,
    `${meant}${path} takes ${values.length > 0 ? `${values.join(' and ')} only` : 'no argument'}: see ${path} --help`,
  );
}
