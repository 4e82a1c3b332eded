/** Where the oracle has the facts of a relation, each with its source row. */
const facts = {
  'core.orders': 'world.facts.orders',
  'core.payments': 'world.facts.payments',
  'core.refunds': 'world.facts.refunds',
  'core.disputes': 'world.facts.disputes ?? []',
  'core.notifications': 'world.facts.notifications',
};

const oracleFacts = (exports.oracleFacts = (relation) => facts[relation]);

exports.oracleFile = ({ domain, name }) =>
  `libs/testing/oracle/src/${domain}/${name.replaceAll('_', '-')}.ts`;

/** The table's rows once more, from the source rows, without the warehouse's SQL. */
exports.oracleTs = ({ name, reads, when, slice, grain, columns, count, description }) => {
  const nullable = grain.some((column) => columns.get(column).nullable);
  const ofDay = slice === 'day' ? 'dayText(day)' : 'monthOf(day)';
  return `import { ${slice === 'day' ? 'dayText' : 'monthOf'} } from '../base/calendar';
import { groupBy } from '../base/numbers';
import type { Tables } from '../base/table';
import type { Row } from '../base/types';
import { ${nullable ? 'UNKNOWN, ' : ''}type World } from '../base/world';

/** ${description} */
function compute(world: World): Row[] {
  const counted = (${oracleFacts(reads)}).flatMap(({ row }) => {
    const day = world.dayOf(row.${when});
    return day === null ? [] : [{ row, day }];
  });
  const groups = groupBy(counted, ({ row, day }) => ({
    ${slice}: ${ofDay},
    ${grain.map((column) => `${column}: row.${column}${columns.get(column).nullable ? ' ?? UNKNOWN' : '!'},`).join('\n    ')}
  }));
  return groups.map(({ grain, items }) => ({ ...grain, ${count}: items.length }));
}

export const tables: Tables = {
  ${name}: { grain: [${[slice, ...grain].map((column) => `'${column}'`).join(', ')}], compute },
};
`;
};
