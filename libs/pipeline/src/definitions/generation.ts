import type { Config } from '@acme/config';
import type { Entity } from '@acme/models';
import type { Job } from './job';

/** Which of the source tables facts are loaded from. */
export type Generation = 'legacy' | 'v2';

export const generationOf = (config: Config): Generation => (config.flags.legacyEtl ? 'legacy' : 'v2');

/** The entities a job loads, in order, from a generation of its source. */
export const entitiesOf = (job: Job, generation: Generation): readonly Entity[] =>
  generation === 'legacy' ? (job.legacyEntities ?? job.entities) : job.entities;

/** Entities with their parts: what has a table in core. */
export const withChildren = (entities: readonly Entity[]): readonly Entity[] =>
  entities.flatMap((entity) => [entity, ...(entity.children ?? []).map((part) => part.entity)]);

/** The names of all core tables that a job ever fills, from whichever generation. */
export function coreNames(job: Job): string[] {
  const all = withChildren([...job.entities, ...(job.legacyEntities ?? [])]);
  return [...new Set(all.map((entity) => entity.name))];
}
