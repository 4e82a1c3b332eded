import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSqlRoot } from '@acme/db';
import { v2 } from '@acme/models';
import { legacyEntities } from './entities';
import {
  loadMetricDefinitions,
  loadParityDefinitions,
  renderFactsDoc,
  renderMetricsDoc,
  renderParityDoc,
} from '@acme/pipeline';

it.each([
  ['metrics.md', () => renderMetricsDoc(loadMetricDefinitions(findSqlRoot()))],
  ['facts.md', () => renderFactsDoc(v2.entities, legacyEntities)],
  ['parity.md', () => renderParityDoc(loadParityDefinitions(findSqlRoot()))],
])('docs/%s is what the definitions render to (UPDATE_DOCS=1 writes it)', (name, render) => {
  const file = join(findSqlRoot(), '../docs', name);
  if (process.env.UPDATE_DOCS) writeFileSync(file, render());
  expect(readFileSync(file, 'utf8')).toBe(render());
});
