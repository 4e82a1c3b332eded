import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode } from '@acme/errors';
import { decisions, foreignDecisions, type Decision } from '../support/decisions';
import { render } from '../support/kustomize';
import { ofKind } from '../support/objects';

const page = readFileSync(join(__dirname, '../../../docs/operations.md'), 'utf8');
/** The cells of the page's table rows whose first cell fits. */
const rows = (first: RegExp) =>
  page
    .split('\n')
    .map((line) => line.split('|').slice(1, -1))
    .filter(([cell]) => cell && first.test(cell.trim()))
    .map((cells) => cells.map((cell) => cell.trim()));

it('tells of each alert, and of no other', () => {
  const alerts = ofKind(render('production'), 'PrometheusRule').flatMap(({ spec }) =>
    (spec.groups as { rules: { alert: string }[] }[]).flatMap(({ rules }) => rules.map(({ alert }) => alert)),
  );
  const told = rows(/^`AcmeEtl/).flatMap(([cell]) => [...cell!.matchAll(/\w+/g)].map(([name]) => name));
  expect(told.sort()).toEqual(alerts.sort());
});

it('tells of each exit code of the program, with what Kubernetes does', () => {
  const words: Record<Decision, string> = {
    done: '',
    'fail the Job': 'fails the Job',
    retry: 'retries',
    ignore: 'ignores',
  };
  const decided = new Map([
    ...Object.entries(ExitCode).map(([name, code]): [number, Decision] => [
      code,
      decisions[name as keyof typeof ExitCode],
    ]),
    [137, foreignDecisions[137]!] as const,
  ]);
  const told = rows(/^\d+$/).map(([code, , kubernetes]) => [Number(code), kubernetes]);
  expect(new Map(told as [number, string][])).toEqual(
    new Map([...decided].map(([code, decision]) => [code, words[decision]])),
  );
});
