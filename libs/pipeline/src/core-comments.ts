import { quoteIdentifier, quoteLiteral, type Session } from '@acme/db';
import type { Job } from './job';

/** Writes the models' descriptions onto the core tables, so that the database explains itself. */
export async function commentCoreTables(warehouse: Session, job: Job): Promise<void> {
  const statements = job.entities.flatMap((entity) => {
    const table = `core.${quoteIdentifier(entity.name)}`;
    const columns = [
      ...entity.columns.map((column) => ({
        name: column.coreName,
        text:
          column.pii === 'token'
            ? `${column.description} Token under the key ${column.token!.key}.`
            : column.description,
      })),
      ...(entity.derived ?? []).map((derived) => ({ name: derived.name, text: derived.description })),
      { name: 'loaded_run_id', text: 'The run that last wrote the row (etl.runs).' },
    ];
    return [
      `comment on table ${table} is ${quoteLiteral(entity.description)}`,
      ...columns.map(
        ({ name, text }) => `comment on column ${table}.${quoteIdentifier(name)} is ${quoteLiteral(text)}`,
      ),
    ];
  });
  await warehouse.query(statements.join(';\n'));
}
