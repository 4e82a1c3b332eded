/** When each job starts, in UTC. */
export const schedules: Readonly<Record<string, string>> = {
  'user-analytics': '0 2 * * *',
  'order-analytics': '0 3 * * *',
  'payment-analytics': '0 4 * * *',
  'notification-analytics': '0 5 * * *',
};

export const allJobNames: readonly string[] = Object.keys(schedules);

/** The rights of an operator; what is not listed is not granted. */
export const operatorRights: readonly string[] = [
  'batch/cronjobs: get, list, watch, patch',
  'batch/jobs: get, list, watch, create',
  '/pods: get, list, watch',
  '/pods/log: get',
  '/events: list',
];
