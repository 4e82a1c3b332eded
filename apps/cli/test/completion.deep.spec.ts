import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allJobs } from '@acme/jobs';
import { program } from '../src/program';

const folder = mkdtempSync(join(tmpdir(), 'acme-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = (shell: string) => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(__dirname, '../dist/main.js'), 'completion', shell],
    {
      env: { PATH: process.env.PATH },
      encoding: 'utf8',
    },
  );
  expect(status).toBe(0);
  const file = join(folder, `_acme-etl.${shell}`);
  writeFileSync(file, stdout);
  return file;
};
const commands = program.commands!.map(({ name }) => name);
const jobs = ['all', ...allJobs.map(({ name }) => name)];

const cases: [string, string[], string[]][] = [
  ['commands', [''], commands],
  ['the commands that begin so', ['re'], ['reconcile']],
  ['jobs', ['run', ''], jobs],
  [
    'a job after options and their values',
    ['run', '--date', '2026-11-20', '--dry-run', 'us'],
    ['user-analytics'],
  ],
  ['options', ['run', 'all', '--f'], ['--from', '--full-refresh']],
  ['words that an option takes', ['run', 'all', '--log-level', 'w'], ['warn']],
  ['nothing for a value of any text', ['run', 'all', '--date', ''], []],
  ['commands of a group', ['cutover', ''], ['check', 'scrub']],
  ['options of a command of a group', ['cutover', 'scrub', '--b'], ['--batch-rows']],
  ['words of such an option', ['cutover', 'check', '--flag', ''], ['schema', 'etl']],
  ['places', ['roles', 'w'], ['warehouse']],
  ['shells', ['completion', ''], ['bash', 'zsh']],
];

describe('in bash', () => {
  const ask = (words: readonly string[]) => {
    const { stdout, stderr } = spawnSync(
      'bash',
      [
        '--norc',
        '-c',
        `source "$0"; COMP_WORDS=(acme-etl "$@"); COMP_CWORD=$#; _acme_etl; printf '%s\\n' "\${COMPREPLY[@]}"`,
        script('bash'),
        ...words,
      ],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    return stdout.split('\n').filter(Boolean);
  };

  it('is bound to acme-etl', () => {
    const { stdout } = spawnSync(
      'bash',
      ['--norc', '-c', 'source "$0"; complete -p acme-etl', script('bash')],
      {
        encoding: 'utf8',
      },
    );
    expect(stdout).toBe('complete -F _acme_etl acme-etl\n');
  });

  it.each(cases)('completes %s', (_, words, expected) => {
    expect(ask(words).sort()).toEqual([...expected].sort());
  });
});

const zsh = spawnSync('zsh', ['--version']).status === 0;
(zsh ? describe : describe.skip)('in zsh', () => {
  /** What a real zsh offers on Tab: it runs on a terminal of its own, and what is added to the choices is written down. */
  const ask = (words: readonly string[]) => {
    const session = `
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell "PROMPT=; autoload -Uz compinit; compinit -u -d ${folder}/zcompdump; source ${script('zsh')}"
      zpty -w shell 'compadd() { local -a given; builtin compadd -O given "$@"; (( \${#given} )) && print -l -- $given >>${folder}/offered; builtin compadd "$@" }'
      zpty -w shell "bindkey '^I' complete-word; rm -f ${folder}/offered; touch ${folder}/ready"
      repeat 100; do [[ -e ${folder}/ready ]] && break; sleep 0.1; done
      zpty -w -n shell "acme-etl ${words.join(' ')}"$'\\t'
      sleep 1
      zpty -d shell`;
    writeFileSync(join(folder, 'offered'), '');
    spawnSync('zsh', ['-f', '-c', session], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder },
    });
    return spawnSync('sort', ['-u', join(folder, 'offered')], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter(Boolean);
  };

  it.each(cases.filter(([, , expected]) => expected.length > 0))('completes %s', (_, words, expected) => {
    expect(ask(words)).toEqual(expect.arrayContaining(expected));
  });
});
