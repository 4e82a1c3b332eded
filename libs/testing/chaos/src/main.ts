// Disturbs jobs and compares what they leave with an undisturbed twin; docs/reliability.md tells what is promised.
import { campaign } from './campaign';
import { optionsOf } from './options';
import { reportOf } from './judge/report';

const say = (text: string) => void process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  let findings = 0;
  for (const version of options.versions) {
    const result = await campaign(version, options, say);
    say(reportOf(result));
    findings += result.findings.length;
  }
  process.exitCode = findings > 0 ? 1 : 0;
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
