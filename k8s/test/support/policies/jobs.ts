import { allJobNames, schedules } from './expected';
import { named, ofKind, workloads, type KubernetesObject } from '../objects';
import { unless, type Policy } from './policy';

const spec = (objects: readonly KubernetesObject[]) => named(objects, 'CronJob', 'order-analytics').spec;
const jobSpec = (objects: readonly KubernetesObject[]) => spec(objects).jobTemplate.spec;

const day = 86_400;

const everyJob: Policy = {
  name: 'every job has its CronJob, at its hour',
  violations: (objects) => {
    const given = ofKind(objects, 'CronJob');
    return [
      ...unless('CronJobs', {
        [`are not just ${allJobNames.join(', ')}`]:
          given
            .map(({ metadata }) => metadata.name)
            .sort()
            .join() === [...allJobNames].sort().join(),
      }),
      ...given.flatMap((object) =>
        unless(object.metadata.name, {
          'has another schedule': object.spec.schedule === schedules[object.metadata.name],
          'follows a clock that is not UTC': object.spec.timeZone === 'Etc/UTC',
          // Kubernetes appends 11 characters to a Job's name, and 63 are the limit.
          'has too long a name': object.metadata.name.length <= 52,
        }),
      ),
    ];
  },
  mutations: {
    'a job is missing': (o) => o.splice(o.indexOf(named(o, 'CronJob', 'order-analytics')), 1),
    'another hour': (o) => (spec(o).schedule = '0 2 * * *'),
    'no time zone': (o) => delete spec(o).timeZone,
    'a name of 53 characters': (o) =>
      (named(o, 'CronJob', 'order-analytics').metadata.name = 'order-analytics'.padEnd(53, 'x')),
  },
};

const cronFields: Policy = {
  name: 'nights do not pile up, and a missed one is made up for',
  violations: (objects) =>
    ofKind(objects, 'CronJob').flatMap(({ metadata, spec: cron }) =>
      unless(metadata.name, {
        'may run twice at a time': cron.concurrencyPolicy === 'Forbid',
        'starts late at any hour': cron.startingDeadlineSeconds === 14_400,
        'keeps another history of successes': cron.successfulJobsHistoryLimit === 10,
        'keeps another history of failures': cron.failedJobsHistoryLimit === 10,
      }),
    ),
  mutations: {
    'runs may overlap': (o) => (spec(o).concurrencyPolicy = 'Allow'),
    'runs replace each other': (o) => (spec(o).concurrencyPolicy = 'Replace'),
    'no starting deadline': (o) => delete spec(o).startingDeadlineSeconds,
    'no history of failures': (o) => (spec(o).failedJobsHistoryLimit = 0),
    'a short history of successes': (o) => (spec(o).successfulJobsHistoryLimit = 3),
  },
};

const jobFields: Policy = {
  name: 'a Job ends, is retried three times, and is cleaned up',
  violations: (objects) =>
    workloads(objects).flatMap(({ name, cron, job }) =>
      unless(name, {
        'retries another number of times': job.backoffLimit === 3,
        'may hang for ever': job.activeDeadlineSeconds,
        'may still run when the next night begins': (job.activeDeadlineSeconds ?? Infinity) < day,
        'is never cleaned up': job.ttlSecondsAfterFinished,
        'is gone before anybody looked': (job.ttlSecondsAfterFinished ?? 0) >= (cron ? 3 * day : day),
        'starts an attempt beside the last one': job.podReplacementPolicy === 'Failed',
        'has no podFailurePolicy': job.podFailurePolicy,
      }),
    ),
  mutations: {
    'the default of retries': (o) => delete jobSpec(o).backoffLimit,
    'no deadline': (o) => delete jobSpec(o).activeDeadlineSeconds,
    'a deadline after the next night': (o) => (jobSpec(o).activeDeadlineSeconds = 90_000),
    'no clean-up': (o) => delete jobSpec(o).ttlSecondsAfterFinished,
    'a clean-up at once': (o) => (jobSpec(o).ttlSecondsAfterFinished = 60),
    'attempts side by side': (o) => delete jobSpec(o).podReplacementPolicy,
    'no podFailurePolicy': (o) => delete jobSpec(o).podFailurePolicy,
    'none for the migration': (o) => delete named(o, 'Job', 'acme-etl-migrate').spec.podFailurePolicy,
  },
};

export const jobPolicies: readonly Policy[] = [everyJob, cronFields, jobFields];
