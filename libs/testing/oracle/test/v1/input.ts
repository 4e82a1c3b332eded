import { computeV1, type OracleInput, type SourceUser, type V1TableName } from '../../src';
import { inputOf } from '../fixture';

type Sketch = Parameters<typeof inputOf>[0] & Partial<OracleInput>;

const cell = (part: string) => (user: SourceUser) => {
  const value = user[part === 'name' ? 'full_name' : part];
  return typeof value === 'string' ? `${part}-${value}` : null;
};

const shown: NonNullable<OracleInput['shown']> = {
  email: cell('email'),
  phone: cell('phone'),
  name: cell('name'),
};

/** A v1 table of these source rows. */
export function tableOf(name: V1TableName, { zone, now, users, events, ...rows }: Sketch) {
  const people = { ...(users ? { users } : {}), ...(events ? { events } : {}), ...(zone ? { zone } : {}) };
  return computeV1({ ...inputOf({ now, ...people }), shown, ...rows })[name];
}
