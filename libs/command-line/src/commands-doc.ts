import type { CommandSyntax, Option } from './declaration';
import { allCommands } from './leaves';

/** A page of every command with its arguments and options, as Markdown. `head` stands before them. */
export function renderCommandsDoc<C extends CommandSyntax<C>>(program: C, head: string): string {
  const sections = allCommands(program)
    .filter(({ command }) => !command.commands)
    .map(({ path, command }) => section(path, command));
  return `${head}\n${sections.join('\n')}`;
}

function section<C extends CommandSyntax<C>>(path: readonly string[], command: C): string {
  const { summary, details, options = {}, arguments: taken = {} } = command;
  const words = [
    ...path,
    ...Object.values(taken).map(({ value, required }) => (required ? value : `[${value}]`)),
    ...(Object.keys(options).length > 0 ? ['[options]'] : []),
  ];
  const rows = [
    ...Object.values(taken).map((each) => row(each.value, each)),
    ...Object.entries(options).map(([name, each]) =>
      row(`--${name}${each.value ? ` ${each.value}` : ''}`, each),
    ),
  ];
  const table = rows.length > 0 ? `\n| argument | meaning |\n|---|---|\n${rows.join('\n')}\n` : '';
  return `## ${words.join(' ')}

${summary.charAt(0).toUpperCase()}${summary.slice(1)}.${details ? `\n\n${details}` : ''}
${table}`;
}

const row = (name: string, { description, choices }: Pick<Option, 'description' | 'choices'>) =>
  `| \`${name}\` | ${description}${choices ? `: ${choices.map((choice) => `\`${choice}\``).join(', ')}` : ''} |`;
