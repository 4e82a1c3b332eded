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
  local known= options=
  case "$at" in
${block(places.map(offered))}
  esac
  [[ $cur == -* || -z $known ]] && known=$options
  COMPREPLY=($(compgen -W "$known" -- "$cur"))
}
complete -F ${name} ${program.name}`;
}

const block = (lines: readonly string[]) => lines.map((line) => `      ${line}`).join('\n');

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

/** The options of a command, and what the next word may be: a command of a group, or what the next argument takes. */
function offered<C extends CommandSyntax<C>>({ path, command }: Placed<C>): string {
  const { options = {}, arguments: taken = {}, commands } = command;
  const words = commands
    ? [commands.map(({ name }) => name)]
    : Object.values(taken).map(({ choices = [] }) => choices);
  const all = [
    ...Object.keys(options).map((name) => `--${name}`),
    '--help',
    ...(path.length === 1 ? ['--version'] : []),
  ];
  const next = words
    .flatMap((choices, at) => (choices.length > 0 ? [`${at}) known='${choices.join(' ')}' ;;`] : []))
    .join(' ');
  return `'${path.join(' ')}') options='${all.join(' ')}'${next ? `; case $words in ${next} esac` : ''} ;;`;
}
