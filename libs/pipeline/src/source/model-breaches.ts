import { quoteIdentifier, quoteLiteral } from '@acme/db';
import type { Column, Entity } from '@acme/models';

/** One way in which a staged row breaks its model. */
interface Breach {
  /** An SQL condition over the row's columns. */
  readonly when: string;
  /** For people: names the column, never a value. */
  readonly reason: string;
}

/**
 * An SQL expression for the list of reasons why a staged row breaks the model; empty for one that keeps it. Part of the
 * fingerprint of how core was made: another text has all rows read again.
 */
export function breachReasons(entity: Entity): string {
  const breaches = [
    ...entity.columns.flatMap(columnBreaches),
    ...(entity.rules ?? []).map(({ breaks, reason }) => ({ when: breaks, reason })),
  ];
  const cases = breaches.map(({ when, reason }) => `case when ${when} then ${quoteLiteral(reason)} end`);
  const broken = withoutNulls(`array[${cases.join(', ')}]::text[]`);
  if (!entity.sourceShape) return broken;
  // What could not be converted is NULL: of the two reasons the first one says more.
  const defects = withoutNulls('defects');
  return `case when cardinality(${defects}) > 0 then ${defects} else ${broken} end`;
}

const withoutNulls = (array: string) => `array_remove(${array}, null)`;

function columnBreaches(column: Column): Breach[] {
  const name = quoteIdentifier(column.coreName);
  const breach = (when: string, what: string): Breach => ({ when, reason: `${column.name}: ${what}` });
  const { nullable, values, pattern, longest, largest, coreType } = column;
  return [
    ...(nullable ? [] : [breach(`${name} is null`, 'NULL')]),
    ...(values
      ? [breach(`${name} not in (${values.map(quoteLiteral).join(', ')})`, 'outside the vocabulary')]
      : []),
    ...(pattern ? [breach(`${name} !~ ${quoteLiteral(pattern)}`, 'malformed')] : []),
    ...(longest ? [breach(`length(${name}) > ${longest}`, `longer than ${longest} characters`)] : []),
    ...(largest
      ? [breach(`${name} not between ${-largest.value} and ${largest.value}`, `beyond ${largest.told}`)]
      : []),
    ...(coreType === 'timestamptz'
      ? [
          breach(`not isfinite(${name})`, 'not a finite instant'),
          // One row of the year 1 would make every table of days begin there.
          breach(
            `isfinite(${name}) and (${name} < '1970-01-01T00:00Z' or ${name} >= '2200-01-01T00:00Z')`,
            'outside 1970 to 2199',
          ),
        ]
      : []),
  ];
}
