import { findSqlRoot } from '@acme/db';
import { v1, v2, type Entity } from '@acme/models';
import { loadMetricDefinitions } from '@acme/pipeline';

/** Texts of core that may be of any length. */
const endless = (entities: readonly Entity[]) =>
  entities.flatMap(({ name, columns }) =>
    columns
      .filter(
        ({ coreType, pii, values, pattern, longest }) =>
          coreType === 'text' && pii === 'keep' && !values && !pattern && !longest,
      )
      .map(({ coreName }) => `${name}.${coreName}`),
  );

const converted: Entity[] = [v1.users, v1.userActivity, v1.orders, v1.payments, v1.refunds, v1.notifications];

it('has few texts without an end, whichever generation they come from', () => {
  // Whoever adds a text that may stand in a grain makes it a `label`.
  const known = ['order_items.product_name', 'payments.card_country'];
  expect(endless(v2.entities)).toEqual(known);
  const parts = converted.flatMap((entity) => (entity.children ?? []).map((part) => part.entity));
  expect(endless([...converted, ...parts]).filter((column) => !known.includes(column))).toEqual([]);
});

it.each(loadMetricDefinitions(findSqlRoot()).map((definition) => [definition.table, definition] as const))(
  'has none of them in the grain, the slices or an index of %s',
  (_table, { grain, slice, indexes = [], reads }) => {
    const keys = Object.values(reads).flatMap(({ propagation }) =>
      'keys' in propagation ? propagation.keys : [],
    );
    const inKeys = [...grain, slice.column, ...indexes.flat(), ...keys];
    const names = endless(v2.entities).map((column) => column.split('.')[1]!);
    expect(inKeys.filter((column) => names.includes(column))).toEqual([]);
  },
);
