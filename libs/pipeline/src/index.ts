export type { Job } from './job';
export { runJob, type RunOptions, type RunResult } from './run-job';
export { loadMetricDefinitions, type MetricDefinition } from './metric-definition';
export { renderFactsDoc } from './facts-doc';
export { renderMetricsDoc } from './metrics-doc';
export { tableColumns } from './metric-table';
export type { LoadCounts, PublicationCounts, RunSummary } from './summary';
