import type { V1PodFailurePolicy } from '@kubernetes/client-node';
import type { ExitCode } from '@acme/errors';

export type Decision = 'done' | 'fail the Job' | 'retry' | 'ignore';

/** What Kubernetes is to do after each exit code of the program: decided here, one by one. */
export const decisions: Record<keyof typeof ExitCode, Decision> = {
  ok: 'done',
  // A bug may be one of timing; three more attempts cost little.
  unforeseen: 'retry',
  usage: 'fail the Job',
  // The data stays refused until somebody mends the source or the contract.
  dataRefused: 'fail the Job',
  databaseUnavailable: 'retry',
  lockHeld: 'retry',
  // A password or a privilege is wrong; retrying might lock the account.
  accessDenied: 'fail the Job',
  configuration: 'fail the Job',
  // Not by a disruption, that is: somebody or the deadline ended the pod.
  stopped: 'retry',
};

/** Exit codes that the kernel or the runtime give. */
export const foreignDecisions: Record<number, Decision> = {
  // Killed, mostly for lack of memory. Ignored it would be repeated for ever.
  137: 'retry',
  // The runtime could not start the program.
  126: 'retry',
  127: 'retry',
  139: 'retry',
};

/** What a podFailurePolicy makes of a container that ended: its first rule that fits, else the backoffLimit. */
export function decide(
  policy: V1PodFailurePolicy | undefined,
  exitCode: number,
  conditions: readonly string[] = [],
): Decision {
  if (exitCode === 0 && conditions.length === 0) return 'done';
  for (const { action, onExitCodes, onPodConditions } of policy?.rules ?? []) {
    const within = onExitCodes?.values.includes(exitCode) ?? false;
    const fits =
      onPodConditions?.some(({ type, status }) => conditions.includes(type) && status === 'True') ||
      (onExitCodes && exitCode !== 0 && within === (onExitCodes.operator === 'In'));
    if (fits) return action === 'FailJob' ? 'fail the Job' : action === 'Ignore' ? 'ignore' : 'retry';
  }
  return 'retry';
}
