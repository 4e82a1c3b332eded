export type { Job } from './job';
export { JobsTogether, type Together } from './together';
export { runJob, type RunOptions, type RunResult } from './run-job';
export { loadMetricDefinitions, type MetricDefinition } from './metric-definition';
export { reconcileJob, type EntityComparison } from './reconcile';
export { renderFactsDoc } from './facts-doc';
export { renderMetricsDoc } from './metrics-doc';
export { tableColumns } from './metric-table';
export type { LoadCounts, PublicationCounts, RunSummary } from './summary';
