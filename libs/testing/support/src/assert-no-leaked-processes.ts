import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Throws when processes whose command line holds `marker` (the folder of a test's server, say) are still
 * there after `patienceMs`. This process does not count.
 */
export async function assertNoLeakedProcesses(marker: string, patienceMs = 5_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const leaked = processes().filter(({ pid, command }) => pid !== process.pid && command.includes(marker));
    if (leaked.length === 0) return;
    if (Date.now() > deadline) {
      const list = leaked.map(({ pid, command }) => `${pid} ${command.slice(0, 120)}`);
      throw new Error(`processes were left behind:\n${list.join('\n')}`);
    }
    await sleep(50);
  }
}

interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

function processes(): RunningProcess[] {
  if (process.platform !== 'linux') {
    const lines = execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n');
    return lines.map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim() }));
  }
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => ({ pid: Number(pid), command: commandLine(pid) }));
}

/** Empty when the process has ended since it was listed. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
