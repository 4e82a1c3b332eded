import type { CommandSyntax } from '../declaration';
import { allCommands, type Placed } from '../leaves';

/**
 * A script for bash that completes a program's commands, options, and words that are known. It walks the words before the
 * cursor: `at` is the command that they lead to, `words` counts the arguments given to it.
 */
export function bashCompletion<C extends CommandSyntax<C>>(program: C): string {
  const places = allCommands(program);
  const name = `_${program.name.replace(/\W/g, '_')}`;
  return `# Completion of ${program.name} for bash: source <(${program.name} completion bash)
${name}() {
  local at=${program.name} words=0 word i
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "$at $word" in
${block(places.slice(1).map(({ path }) => `'${path.join(' ')}') at='${path.join(' ')}' words=0 ;;`))}
${block(places.flatMap(valued).map((option) => `'${option}') i=$((i + 1)) ;;`))}
      *' -'*) ;;
      *) words=$((words + 1)) ;;
    esac
  done
  case "$at $prev" in
${block(places.flatMap(choicesOfOptions))}
${block(places.flatMap(valued).map((option) => `'${option}') return ;;`))}
  esac
  case "$at $words $cur" in
${block(places.flatMap(({ path, command }) => [offer(`'${path.join(' ')} '*' -'*`, optionsOf(command, path)), ...words(path, command)]))}
  esac
}
complete -F ${name} ${program.name}
`;
}

const block = (lines: readonly string[]) => lines.map((line) => `      ${line}`).join('\n');

const offer = (pattern: string, words: readonly string[]) =>
  `${pattern}) COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$cur")) ;;`;

/** `acme-etl run --date`, for options that take a value. */
const valued = <C extends CommandSyntax<C>>({ path, command }: Placed<C>): string[] =>
  Object.entries(command.options ?? {}).flatMap(([name, { value }]) =>
    value ? [`${path.join(' ')} --${name}`] : [],
  );

const choicesOfOptions = <C extends CommandSyntax<C>>({ path, command }: Placed<C>): string[] =>
  Object.entries(command.options ?? {}).flatMap(([name, { choices }]) =>
    choices
      ? [
          `'${path.join(' ')} --${name}') COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$cur")); return ;;`,
        ]
      : [],
  );

const optionsOf = <C extends CommandSyntax<C>>({ options = {} }: C, path: readonly string[]) => [
  ...Object.keys(options).map((name) => `--${name}`),
  '--help',
  ...(path.length === 1 ? ['--version'] : []),
];

/** What may stand where no option is begun: commands, or what the next argument takes; else options. */
function words<C extends CommandSyntax<C>>(path: readonly string[], command: C): string[] {
  const here = path.join(' ');
  if (command.commands)
    return [
      offer(
        `'${here} 0 '*`,
        command.commands.map(({ name }) => name),
      ),
    ];
  const taken = Object.values(command.arguments ?? {}).flatMap(({ choices }, at) =>
    choices ? [offer(`'${here} ${at} '*`, choices)] : [],
  );
  return [...taken, offer(`'${here} '*`, optionsOf(command, path))];
}
