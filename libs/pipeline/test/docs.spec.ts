import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSqlRoot } from '@acme/db';
import { v2, type Entity } from '@acme/models';
import { loadMetricDefinitions, renderFactsDoc, renderMetricsDoc } from '../src';

const entities: Entity[] = [
  v2.users,
  v2.userActivity,
  v2.orders,
  v2.orderItems,
  v2.payments,
  v2.refunds,
  v2.disputes,
  v2.notifications,
];

it.each([
  ['metrics.md', () => renderMetricsDoc(loadMetricDefinitions(findSqlRoot()))],
  ['facts.md', () => renderFactsDoc(entities)],
])('docs/%s is what the definitions render to (UPDATE_DOCS=1 writes it)', (name, render) => {
  const file = join(findSqlRoot(), '../docs', name);
  if (process.env.UPDATE_DOCS) writeFileSync(file, render());
  expect(readFileSync(file, 'utf8')).toBe(render());
});
