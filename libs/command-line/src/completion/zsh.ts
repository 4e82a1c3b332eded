import type { CommandSyntax, Option } from '../declaration';

/** A script for zsh that completes a program's commands, options, and words that are known, with their descriptions. */
export function zshCompletion<C extends CommandSyntax<C>>(program: C): string {
  const name = functionOf([program.name]);
  return `#compdef ${program.name}
# Completion of ${program.name} for zsh: source <(${program.name} completion zsh), after compinit.
${functions(program, [program.name])}
if [ "$funcstack[1]" = "_${program.name}" ]; then
  ${name} "$@"
else
  compdef ${name} ${program.name}
fi`;
}

const functionOf = (path: readonly string[]) => `_${path.join('_').replace(/\W/g, '_')}`;

/** One function per command and group. */
function functions<C extends CommandSyntax<C>>(command: C, path: readonly string[]): string {
  const own = command.commands ? group(command, path) : leaf(command);
  const below = (command.commands ?? []).map((each) => functions(each, [...path, each.name]));
  return [`${functionOf(path)}() {\n${own}\n}`, ...below].join('\n');
}

function group<C extends CommandSyntax<C>>({ commands = [] }: C, path: readonly string[]): string {
  const told = commands.map(({ name, summary }) => quoted(`${name}:${summary.replaceAll(':', '\\:')}`));
  const cases = commands.map(({ name }) => `    ${name}) ${functionOf([...path, name])} ;;`);
  const options = [helpOption, ...(path.length === 1 ? [quoted('--version[print version and commit]')] : [])];
  return `  local curcontext="$curcontext" state line
  _arguments -C ${options.join(' ')} '1: :->command' '*:: :->rest' && return
  case $state in
  command)
    local -a known=(${told.join(' ')})
    _describe command known ;;
  rest)
    case $line[1] in
${cases.join('\n')}
    esac ;;
  esac`;
}

function leaf<C extends CommandSyntax<C>>({ options = {}, arguments: taken = {} }: C): string {
  const specs = [
    ...Object.entries(options).map(([name, option]) => optionSpec(name, option)),
    helpOption,
    ...Object.values(taken).map(({ value, choices, required }) =>
      quoted(`${required ? ':' : '::'}${value}:${choices ? `(${choices.join(' ')})` : ''}`),
    ),
  ];
  return `  _arguments ${specs.join(' \\\n    ')}`;
}

const helpOption = quoted('(- *)--help[print help]');

const optionSpec = (name: string, { value, choices, description }: Option) =>
  quoted(
    `--${name}[${description.replace(/[[\]:]/g, '\\$&')}]${value ? `:${value}:${choices ? `(${choices.join(' ')})` : ' '}` : ''}`,
  );

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
