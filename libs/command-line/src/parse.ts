import { UsageError } from '@acme/errors';
import type { CommandSyntax, Values } from './declaration';
import { needsValue } from './mistakes';
import { marked, original } from './operands';
import { hasPrinted, parserOf, type ParserCommand } from './program';

/** What a command line asks for. */
export type Parsed<C> =
  /** A text on standard output and nothing else: help, or the version. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly command: C; readonly values: Values }
  /** `command` is where the mistake was made, as far as the words lead to one. */
  | { readonly kind: 'mistake'; readonly command?: C; readonly error: UsageError };

/**
 * Parses the words after a program's name. Help wins over values that are wrong. `help COMMAND` is `COMMAND --help`, and no
 * word at all asks a program of several commands for its help.
 */
export function parseCommandLine<C extends CommandSyntax<C>>(
  program: C,
  version: string,
  argv: readonly string[],
): Parsed<C> {
  let printed = '';
  let found: ParserCommand<C> | undefined;
  const parser = parserOf(
    program,
    version,
    (text) => (printed += text),
    (command) => (found = command),
  );
  try {
    parser.parse(spelledOut(program, argv).map(marked), { from: 'user' });
    return { kind: 'command', command: found!.syntax, values: valuesOf(found!) };
  } catch (error) {
    if (hasPrinted(error)) return { kind: 'text', text: printed.trimEnd() };
    if (!(error instanceof UsageError)) throw error;
    const command = found?.syntax ?? leafOf(program, argv);
    return { kind: 'mistake', ...(command ? { command } : {}), error };
  }
}

function spelledOut<C extends CommandSyntax<C>>(program: C, argv: readonly string[]): readonly string[] {
  if (!program.commands) return argv;
  if (argv.length === 0) return ['--help'];
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
}

/** @throws UsageError on a value that an option or argument does not take */
function valuesOf<C extends CommandSyntax<C>>(command: ParserCommand<C>): Values {
  const { options = {}, arguments: taken = {} } = command.syntax;
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const given: unknown = command.getOptionValue(attributeOf(name));
    if (given === undefined) continue;
    const text = typeof given === 'string' ? given : '';
    if (option.value && (text === '' || text.startsWith('-'))) throw needsValue(name, command.syntax);
    values[name] = option.read(original(text), `--${name}`);
  }
  Object.entries(taken).forEach(([name, argument], at) => {
    const word = command.args[at];
    if (word === '' && argument.required)
      throw new UsageError(argument.required.message, argument.required.instruction);
    if (word !== undefined) values[name] = argument.read(original(word), command.name());
  });
  return values;
}

/** The parser keeps `--dry-run` as `dryRun`. */
const attributeOf = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function leafOf<C extends CommandSyntax<C>>(program: C, [word, ...rest]: readonly string[]): C | undefined {
  if (!program.commands) return program;
  const next = program.commands.find(({ name }) => name === word);
  return next && leafOf(next, rest);
}
