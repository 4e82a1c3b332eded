/** "Amounts beyond ±2^53 minor units, quantities beyond ±2^31 − 1 and texts that stand in a grain beyond 200 characters." */
interface Limits {
  amounts?: string;
  quantities?: string;
  labels?: string;
}

const limits: Record<string, Limits> = {
  users: { labels: 'signup_source country_code' },
  user_activity: { labels: 'platform' },
  orders: { amounts: 'discount_cents tax_cents shipping_cents total_cents', labels: 'coupon_code' },
  order_items: { amounts: 'unit_price_cents discount_cents', quantities: 'quantity', labels: 'category' },
  payments: {
    amounts: 'amount_cents captured_cents',
    quantities: 'processing_time_ms',
    labels: 'provider card_brand failure_code',
  },
  refunds: { amounts: 'amount_cents' },
  disputes: { amounts: 'amount_cents', labels: 'reason' },
  notifications: {
    quantities: 'retry_count',
    labels: 'template_id campaign_id provider failure_code',
  },
};

const largestAmount = 2n ** 53n;
const largestQuantity = 2n ** 31n - 1n;
const longestLabel = 200;

const isBeyond = (text: string, largest: bigint) => BigInt(text) > largest || BigInt(text) < -largest;

/** What is too large or too long in a row, each with its reason. */
export function breachesOfLimits(table: string, row: Readonly<Record<string, unknown>>): string[] {
  const { amounts = '', quantities = '', labels = '' } = limits[table] ?? {};
  const found: string[] = [];
  const look = (columns: string, isBroken: (value: string) => boolean, reason: string) => {
    for (const column of columns.split(' ').filter(Boolean)) {
      const value = row[column];
      if (value !== null && value !== undefined && isBroken(String(value)))
        found.push(`${column}: ${reason}`);
    }
  };
  look(amounts, (value) => isBeyond(value, largestAmount), 'beyond 2^53 minor units');
  look(quantities, (value) => isBeyond(value, largestQuantity), 'beyond 2^31 - 1');
  look(labels, (value) => [...value].length > longestLabel, `longer than ${longestLabel} characters`);
  const { quantity, unit_price_cents: price } = row;
  if (table === 'order_items' && typeof quantity === 'string' && typeof price === 'string') {
    if (isBeyond(String(BigInt(quantity) * BigInt(price)), largestLine))
      found.push('quantity: with unit_price_cents beyond 2^62 minor units');
  }
  return found;
}

/** What a line comes to has to be a number that a table can hold. */
export const largestLine = 2n ** 62n;

/** "Currencies are upper-cased": the letters that a code can have. */
export const upperCased = <R extends { currency?: string | null }>(row: R): R =>
  typeof row.currency === 'string'
    ? { ...row, currency: row.currency.replace(/[a-z]/g, (letter) => letter.toUpperCase()) }
    : row;
