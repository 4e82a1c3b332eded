import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSqlRoot } from '@acme/db';
import { loadMetricDefinitions, renderMetricsDoc } from '../src';

it('docs/metrics.md is what the definitions render to (UPDATE_DOCS=1 writes it)', () => {
  const file = join(findSqlRoot(), '../docs/metrics.md');
  const rendered = renderMetricsDoc(loadMetricDefinitions(findSqlRoot()));
  if (process.env.UPDATE_DOCS) writeFileSync(file, rendered);
  expect(readFileSync(file, 'utf8')).toBe(rendered);
});
