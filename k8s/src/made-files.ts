import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '@acme/config';
import type { ScheduledJob } from '@acme/jobs';
import { cronJobsYaml, cronJobYaml } from './cron-job';
import { withImages } from './overlay-images';
import { withServiceUrls } from './secrets-example';

export const root = join(__dirname, '..');
export const overlayNames = ['local', 'staging', 'production'] as const;

/** The manifests that follow from the table of jobs, by path below k8s: those made of it, and those it adds lines to. */
export function madeFiles(jobs: readonly ScheduledJob[]): ReadonlyMap<string, string> {
  const byHour = [...jobs].sort((a, b) => hourOf(a) - hourOf(b));
  const names = byHour.map(({ name }) => name);
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  return new Map([
    ['base/cronjobs/kustomization.yaml', cronJobsYaml(byHour)],
    ...byHour.map((job) => [`base/cronjobs/${job.name}.yaml`, cronJobYaml(job)] as const),
    ...overlayNames.map((overlay) => {
      const path = `overlays/${overlay}/kustomization.yaml`;
      return [path, withImages(read(path), names)] as const;
    }),
    ['secrets.yaml.example', withServiceUrls(read('secrets.yaml.example'), services)],
  ]);
}

/** Hour and minute of a nightly schedule as a number to sort by. */
function hourOf({ nightly }: ScheduledJob): number {
  const [minute, hour] = nightly.at.split(' ');
  return Number(hour) * 60 + Number(minute);
}
