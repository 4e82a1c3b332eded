import { fillVaried, instants, legacyTables, oldWords } from './legacy-fixture';
import { advance, shopServer, type ShopServer, type SmallShop } from './shop-fixture';

const digits = `(case new.currency when 'JPY' then 0 when 'KWD' then 3 else 2 end)`;

describe('the old generation of the shop', () => {
  let server: ShopServer;

  beforeAll(async () => {
    server = await shopServer();
  });
  afterAll(() => server.release());

  describe.each([
    ['as filled', 0],
    ['after some days more', 3],
  ])('%s', (_, days) => {
    let shop: SmallShop;
    const all = <Row>(sql: string) => shop.query<Row>(sql);
    /** How many rows of both generations are as the condition says; `old` and `new` are they. */
    const count = async (table: string, condition: string) => {
      const [row] = await all<{ rows: number }>(
        `select count(*)::int as rows from ${table}_legacy as old join ${table}_v2 as new using (id)
          where ${condition}`,
      );
      return row!.rows;
    };

    beforeAll(async () => {
      shop = await server.empty();
      await fillVaried(shop);
      if (days > 0) await advance(shop, days);
    });

    it.each(legacyTables)('has the same %s', async (table) => {
      const owner = { users: 'id', refunds: 'payment_id' }[table as string] ?? 'user_id';
      const ids = (generation: string) =>
        all(`select id::int, ${owner}::int as owner from ${table}_${generation} order by id`);
      const rows = await ids('legacy');
      expect(rows.length).toBeGreaterThan(20);
      expect(rows).toEqual(await ids('v2'));
    });

    it.each(Object.keys(oldWords))('says the old word of %s', async (field) => {
      const [table, column] = field.split('.') as [string, string];
      const now = column === 'subscription_type' ? 'subscription_tier' : column;
      const rows = await all<{ was: string | null; is: string | null }>(
        `select distinct old.${column} as was, new.${now} as is
           from ${table}_legacy as old join ${table}_v2 as new using (id)`,
      );
      expect(rows.length).toBeGreaterThan(2);
      for (const { was, is } of rows) expect(was).toBe(is === null ? null : (oldWords[field]![is] ?? is));
    });

    it.each(legacyTables)('tells the same instants of %s', async (table) => {
      for (const [old, is] of Object.entries(instants[table]!)) {
        const now = is.includes(' ') ? is : `new.${is}`;
        // The epoch of a timestamp without time zone is what it says, taken as UTC.
        const differ = `extract(epoch from old.${old}) is distinct from extract(epoch from ${now})`;
        expect([old, await count(table, differ)]).toEqual([old, 0]);
        expect(await count(table, `old.${old} is not null`)).toBeGreaterThan(0);
      }
    });

    it('has amounts that are whole minor units of their currency', async () => {
      for (const [table, amount, cents] of [
        ['orders', 'total_amount', 'total_cents'],
        ['payments', 'amount', 'amount_cents'],
      ] as const) {
        const same = `old.${amount}::text::numeric * 10::numeric ^ ${digits} = new.${cents}`;
        expect(await count(table, `(${same}) is not true`)).toBe(0);
        for (const currency of ['JPY', 'KWD', 'EUR', 'USD']) {
          expect(await count(table, `new.currency = '${currency}'`)).toBeGreaterThan(0);
        }
      }
      expect(await count('payments', 'old.currency is distinct from new.currency')).toBe(0);
    });

    it('has no sound amount for a refund in another currency than its payment', async () => {
      const minor = `old.amount::text::numeric * 10::numeric ^ ${digits}`;
      const other = 'new.currency <> (select currency from payments_v2 p where p.id = new.payment_id)';
      expect(await count('refunds', `not ${other} and (${minor} = new.amount_cents) is not true`)).toBe(0);
      expect(await count('refunds', other)).toBeGreaterThan(0);
      for (const places of [0, 2, 3]) {
        const unit = `old.amount::text::numeric * 10::numeric ^ ${places}`;
        expect(await count('refunds', `${other} and abs(${unit} - round(${unit})) < 1e-6`)).toBe(0);
      }
    });

    it("has each order's lines in it, in their order", async () => {
      const orders = await all<{ id: string; currency: string; items: string; lines: Line[] | null }>(
        `select id, currency, items_json as items,
                (select json_agg(i order by i.id) from order_items_v2 i where i.order_id = orders_v2.id) as lines
           from orders_legacy join orders_v2 using (id)`,
      );
      expect(orders.some(({ lines }) => lines === null)).toBe(true);
      for (const { currency, items, lines } of orders) {
        const unit = currency === 'JPY' ? 1 : currency === 'KWD' ? 1000 : 100;
        expect(JSON.parse(items)).toEqual(
          (lines ?? []).map((line) => ({
            product_id: line.product_id,
            product_name: line.product_name,
            product_sku: line.product_sku,
            product_category: line.category,
            quantity: line.quantity,
            unit_price: line.unit_price_cents / unit,
            total_price: line.total_cents / unit,
          })),
        );
      }
      expect(await count('orders', 'old.item_count is distinct from new.item_count')).toBe(0);
    });

    it('gives every card one number, and every number one card', async () => {
      const [cards] = await all<Record<string, number>>(
        `select count(distinct new.card_fingerprint)::int as cards, count(distinct old.card_number)::int as numbers,
                count(distinct (new.card_fingerprint, old.card_number)) filter (where old.card_number is not null)::int as pairs,
                count(*) filter (where old.card_number !~ '^[0-9]{16}$'
                  or right(old.card_number, 4) <> new.card_last_four
                  or old.card_last_four <> new.card_last_four)::int as wrong,
                count(*) filter (where (old.card_number is null) <> (new.card_fingerprint is null))::int as lost
           from payments_legacy as old join payments_v2 as new using (id)`,
      );
      const { cards: known } = cards!;
      expect(known).toBeGreaterThan(50);
      expect(cards).toEqual({ cards: known, numbers: known, pairs: known, wrong: 0, lost: 0 });
    });

    it('keeps what only has another name or place', async () => {
      const same: readonly (readonly [string, string])[] = [
        [
          'users',
          '(old.email, old.phone, old.name) is not distinct from (new.email, new.phone, new.full_name)',
        ],
        ['users', '(old.email_verified = 1) = (new.email_verified_at is not null)'],
        ['users', 'old.email_verified in (0, 1)'],
        ['orders', 'old.shipping_address is not distinct from new.shipping_address'],
        ['payments', 'old.order_id is not distinct from new.order_id'],
        ['payments', 'old.error_code is not distinct from new.failure_code'],
        ['refunds', 'old.order_id is not distinct from new.order_id'],
        [
          'notifications',
          `old.recipient_email is not distinct from case new.channel when 'email' then new.recipient end`,
        ],
        [
          'notifications',
          `old.recipient_phone is not distinct from case new.channel when 'sms' then new.recipient end`,
        ],
      ];
      for (const [table, condition] of same) {
        expect([condition, await count(table, `(${condition}) is false`)]).toEqual([condition, 0]);
      }
      expect(await count('payments', `new.status = 'cancelled' and old.processed_at is not null`)).toBe(0);
    });
  });
});

interface Line {
  readonly product_id: number;
  readonly product_name: string | null;
  readonly product_sku: string | null;
  readonly category: string | null;
  readonly quantity: number | null;
  readonly unit_price_cents: number;
  readonly total_cents: number;
}
