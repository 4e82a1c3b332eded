import { Command, CommanderError } from 'commander';
import { UsageError } from '@acme/errors';
import type { CommandSyntax } from './declaration';
import { mistake } from './mistakes';

/** Declarations break their lines for their own readers, help for its terminal. */
const lineWithinParagraph = /(?<!\n)\n(?!\n)/g;

/** The parser's command for a declaration. What it would print and exit with is thrown instead. */
export class ParserCommand<C extends CommandSyntax<C>> extends Command {
  constructor(readonly syntax: C) {
    super(syntax.name);
    this.description(
      [syntax.summary, syntax.details ?? ''].join('\n\n').replace(lineWithinParagraph, ' ').trim(),
    )
      .summary(syntax.summary)
      .helpCommand(false)
      .showSuggestionAfterError(false)
      .helpOption('-h, --help', 'print this text')
      .enablePositionalOptions()
      .exitOverride();
    for (const [name, { value, choices, description }] of Object.entries(syntax.options ?? {}))
      this.option(value ? `--${name} <${value}>` : `--${name}`, withChoices(description, choices)).on(
        `option:${name}`,
        this.#onlyOnce(name),
      );
    for (const { value, choices, description, required } of Object.values(syntax.arguments ?? {}))
      this.argument(required ? `<${value}>` : `[${value}]`, withChoices(description, choices));
  }

  /** The words that lead to it, the program's name first. */
  get path(): string {
    return this.parent ? `${(this.parent as ParserCommand<C>).path} ${this.name()}` : this.name();
  }

  override error(message: string, options?: { exitCode?: number; code?: string }): never {
    throw mistake(this, options?.code ?? '', message);
  }

  /** Without a command a group has nothing to do. */
  override help(): never {
    const names = this.syntax.commands?.map(({ name }) => name) ?? [];
    throw new UsageError(
      `${this.name()} needs a command`,
      `name ${names.join(' or ')}: see ${this.path} --help`,
    );
  }

  override outputHelp(): void {
    const [first] = this.args;
    if (this.commands.length > 0 && first !== undefined && !first.startsWith('-'))
      this.error('', { code: 'commander.unknownCommand' });
    super.outputHelp();
  }

  #onlyOnce(name: string): () => void {
    let times = 0;
    return () => {
      if (++times > 1) throw new UsageError(`--${name} is given twice`, 'give it once');
    };
  }
}

/** The parser of a program and all its commands. */
export function parserOf<C extends CommandSyntax<C>>(
  program: C,
  version: string,
  write: (text: string) => void,
  chosen: (command: ParserCommand<C>) => void,
): ParserCommand<C> {
  const make = (syntax: C): ParserCommand<C> => {
    const made = new ParserCommand(syntax).configureOutput({ writeOut: write });
    if (syntax.commands) for (const each of syntax.commands) made.addCommand(make(each));
    else made.action(() => chosen(made));
    return made;
  };
  return make(program).version(`${program.name} ${version}`, '--version', 'print version and commit');
}

/** Whether the parser has printed what was asked for: help, or the version. */
export const hasPrinted = (error: unknown): boolean =>
  error instanceof CommanderError && error.exitCode === 0;

const withChoices = (description: string, choices?: readonly string[]) =>
  choices ? `${description}: ${choices.join(', ')}` : description;
