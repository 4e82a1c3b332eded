import { urlSettingOf } from '@acme/config';
import type { ScheduledJob } from '@acme/jobs';

/** base/cronjobs/<job>.yaml: the identity and the CronJob of a job. */
export function cronJobYaml({ name, service, nightly }: ScheduledJob): string {
  const url = urlSettingOf(service);
  return `# Made from libs/jobs/src/${name}.ts by \`npx nx run k8s:make\`.
# An identity of its own, so that rights outside the cluster can be given to this job and not to the others. It does not
# talk to the Kubernetes API: no token is mounted.
apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: acmeshop-analytics
automountServiceAccountToken: false
---
# What is this job's own; the rest is in cronjob-defaults.yaml.
apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  # ${nightly.because}
  schedule: '${nightly.at}'
  jobTemplate:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      template:
        metadata:
          labels:
            app.kubernetes.io/name: ${name}
        spec:
          serviceAccountName: ${name}
          containers:
            - name: job
              # The tag or digest is the overlay's.
              image: acmeshop/${name}
              env:
                # Of the sources only the one it reads.
                - name: ${url}
                  valueFrom:
                    secretKeyRef:
                      name: acme-etl-databases
                      key: ${url}
`;
}

/** base/cronjobs/kustomization.yaml: all of them. */
export const cronJobsYaml = (jobs: readonly ScheduledJob[]): string =>
  `# Made from libs/jobs/src/all.ts by \`npx nx run k8s:make\`.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization

resources:
${jobs.map(({ name }) => `  - ${name}.yaml\n`).join('')}`;
