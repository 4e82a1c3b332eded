import { ConfigurationError } from '@acme/errors';
import { v1, type Entity } from '@acme/models';
import { quoteIdentifier } from '@acme/db';
import { engineSql } from '../sql/engine-sql';
import type { RunBase } from './run-base';

/** The role that may select personal values, where an operator has them written into v1 tables. */
const reader = 'analytics_pii_reader';

/**
 * Says so at every start when personal values are written as they are.
 * @throws ConfigurationError when others could not be kept from reading them: the role is not there, or others
 *   may read everything
 */
export async function announceDisclosure(context: RunBase): Promise<void> {
  if (context.disclosure !== 'direct') return;
  const { found } = await context.warehouse.one<{ found: boolean }>(
    'select exists (select from pg_roles where rolname = $1) as found',
    [reader],
  );
  if (!found) {
    throw new ConfigurationError(
      `V1_PII=direct needs the database role ${reader}, which is not there`,
      `have it made (create role ${reader}), and granted to those who may read personal data`,
    );
  }
  const others = await context.warehouse.rows<{ role: string }>(
    engineSql('context', 'readers_without_role'),
    [reader],
  );
  if (others.length > 0) {
    const names = others.map(({ role }) => role).join(', ');
    throw new ConfigurationError(
      `V1_PII=direct: pg_read_all_data lets ${names} read personal values without ${reader}`,
      `revoke pg_read_all_data from them, or grant them ${reader} if they may`,
    );
  }
  context.log.warn(
    { reader },
    'V1_PII=direct: personal data is written into the v1 tables as it is; set V1_PII=tokens to end this',
  );
}

/** Keeps the values that core has of an entity, to be shown in v1 tables, from everybody but the owner. */
export async function guardCore(context: RunBase, entity: Entity): Promise<void> {
  if (context.disclosure !== 'direct' || !entity.disclosed) return;
  await guard(
    context,
    `core.${entity.name}`,
    entity.disclosed.map(({ name }) => name),
    [],
  );
}

/** Lets only the reading role select the personal columns of a v1 table. Part of the transaction that writes them. */
export async function guardTable(context: RunBase, table: string): Promise<void> {
  if (context.disclosure !== 'direct') return;
  const personal = v1.tables.find(({ name }) => name === table)?.personal ?? [];
  if (personal.length === 0) return;
  await guard(context, table, personal, [reader]);
  const schema = quoteIdentifier(table.split('.')[0]!);
  await context.warehouse.query(`grant usage on schema ${schema} to ${reader}`);
  await context.warehouse.query(`grant select on ${quoteIdentifier(table)} to ${reader}`);
}

const guard = (context: RunBase, table: string, personal: readonly string[], readers: readonly string[]) =>
  context.warehouse.query('select etl.guard_columns($1::regclass, $2::name[], $3::name[])', [
    table,
    personal,
    readers,
  ]);
