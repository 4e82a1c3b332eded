import { readFileSync } from 'node:fs';

/**
 * Names one process for good: its pid and, where /proc tells, its start time, because pids are reused
 * (above all in containers, where a file of the last run's pid 7 meets this run's pid 7).
 * Undefined when no such process lives; a zombie does not.
 */
export function processMark(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is the command in parentheses and may hold anything, so count from its end.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : `${pid}:${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  return signalReaches(pid) ? `${pid}:` : undefined;
}

/** Whether the process that `processMark` named still lives. */
export function isAlive(mark: string): boolean {
  const pid = Number.parseInt(mark, 10);
  return pid > 0 && processMark(pid) === mark;
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
