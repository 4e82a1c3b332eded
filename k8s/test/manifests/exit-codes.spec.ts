import { ExitCode } from '@acme/errors';
import { decide, decisions, foreignDecisions, type Decision } from '../support/decisions';
import { overlays, render } from '../support/kustomize';
import { workloads } from '../support/objects';

const programs = Object.entries(ExitCode) as [keyof typeof ExitCode, ExitCode][];
const decided: [string, number, Decision | undefined][] = [
  ...programs.map(([name, code]): [string, number, Decision] => [name, code, decisions[name]]),
  ...Object.entries(foreignDecisions).map(([code, decision]): [string, number, Decision] => [
    'foreign',
    Number(code),
    decision,
  ]),
];

it('has a decision about every exit code of the program', () => {
  expect(Object.keys(decisions).sort()).toEqual(Object.keys(ExitCode).sort());
});

describe.each(overlays)('overlay %s', (overlay) => {
  const all = workloads(render(overlay));

  it.each(decided)('decides on %s (%i): %s', (_name, code, decision) => {
    for (const { name, job } of all)
      expect({ name, decision: decide(job.podFailurePolicy, code) }).toEqual({ name, decision });
  });

  it.each([ExitCode.stopped, 137, ExitCode.usage])(
    'counts no attempt when a pod is disrupted, even if it ends with %i',
    (code) => {
      for (const { name, job } of all)
        expect({ name, decision: decide(job.podFailurePolicy, code, ['DisruptionTarget']) }).toEqual({
          name,
          decision: 'ignore',
        });
    },
  );
});

describe('the comparison fails', () => {
  const policyOf = () => workloads(render('production'))[0]!.job.podFailurePolicy!;
  const disagreements = (policy: ReturnType<typeof policyOf>) =>
    decided.filter(([, code, decision]) => decide(policy, code) !== decision).map(([, code]) => code);

  it('when a code is dropped from the policy', () => {
    const policy = policyOf();
    policy.rules[1]!.onExitCodes!.values = [64, 65, 78];
    expect(disagreements(policy)).toEqual([77]);
  });

  it('when a code that heals by itself fails the Job', () => {
    const policy = policyOf();
    policy.rules[1]!.onExitCodes!.values.push(69);
    expect(disagreements(policy)).toEqual([69]);
  });

  it('when a kill for lack of memory is ignored', () => {
    const policy = policyOf();
    policy.rules.unshift({ action: 'Ignore', onExitCodes: { operator: 'In', values: [137] } });
    expect(disagreements(policy)).toEqual([137]);
  });

  it('when every code but those listed fails the Job', () => {
    const policy = policyOf();
    policy.rules[1]!.onExitCodes!.operator = 'NotIn';
    expect(disagreements(policy)).toHaveLength(decided.length - 1);
  });

  it('when disruptions are looked at last', () => {
    const policy = policyOf();
    policy.rules.reverse();
    expect(decide(policy, 64, ['DisruptionTarget'])).toBe('fail the Job');
  });
});
