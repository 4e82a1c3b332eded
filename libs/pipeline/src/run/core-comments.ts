import { quoteIdentifier, quoteLiteral, type Session } from '@acme/db';
import type { Entity } from '@acme/models';
import type { Job } from '../definitions/job';
import { engineSql } from '../sql/engine-sql';

/** The comments of an entity's core table, out of its model; `''` stands for the table itself. */
export function coreComments(entity: Entity): Map<string, string> {
  return new Map([
    ['', entity.description],
    ...entity.columns.map((column): [string, string] => [
      column.coreName,
      column.pii === 'token'
        ? `${column.description} Token under the key ${column.token!.key}.`
        : column.description,
    ]),
    ...[...(entity.derived ?? []), ...(entity.disclosed ?? []), ...(entity.extra ?? [])].map(
      ({ name, description }): [string, string] => [name, description],
    ),
    ['loaded_run_id', 'The run that last wrote the row (etl.runs).'],
  ]);
}

/** Brings the comments of the job's core tables up to date with the models; writes only what differs. */
export async function commentCoreTables(warehouse: Session, job: Job): Promise<void> {
  for (const entity of job.entities) {
    const table = `core.${quoteIdentifier(entity.name)}`;
    const present = await warehouse.rows<{ name: string; text: string | null }>(
      engineSql('run', 'comments_of_table'),
      [table],
    );
    const wanted = coreComments(entity);
    const differing = present.filter(({ name, text }) => wanted.has(name) && wanted.get(name) !== text);
    for (const { name } of differing) {
      const target = name === '' ? `table ${table}` : `column ${table}.${quoteIdentifier(name)}`;
      await warehouse.query(`comment on ${target} is ${quoteLiteral(wanted.get(name)!)}`);
    }
  }
}
