import type { Chance } from './chance';

const hour = 3_600_000;
const day = 24 * hour;

type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

/** How many rows of each table there are at first. */
export const sizes: Record<string, number> = {
  users_v2: 30,
  user_activity_v2: 300,
  orders_v2: 220,
  order_items_v2: 400,
  payments_v2: 420,
  refunds_v2: 60,
  disputes_v2: 25,
  notifications_v2: 500,
};

const currencies = ['USD', 'USD', 'USD', 'EUR', 'JPY'];
const categories = ['toys', 'books', 'garden', null];
const providers = ['stripe', 'adyen', null];
const countries = ['US', 'DE', null];

/** Draws rows, each column on its own, around a clock that the caller moves. */
export class RandomRows {
  /** The now of the next run. */
  clock: number;
  /** The now of the last run: what changes later is stamped later. */
  last = 0;

  constructor(
    private readonly chance: Chance,
    private readonly from: number,
    now: number,
  ) {
    this.clock = now;
  }

  private iso(millis: number): string {
    return new Date(millis).toISOString();
  }

  touched(): string {
    return this.iso(this.clock - this.chance.below(Math.min(hour, this.clock - this.last)));
  }

  /** Mostly of the past, now and then still to come, and in clumps, so that windows fill. */
  private instant(): string {
    const clump =
      this.chance.next() < 0.4 ? this.from + this.chance.below(5) * 37 * day + 9 * day : undefined;
    const spread = clump === undefined ? this.clock + 3 * day - this.from : 2 * day;
    return this.iso((clump ?? this.from) + this.chance.below(spread / 1000) * 1000);
  }

  private after(instant: string, within: number): string {
    return this.iso(Date.parse(instant) - hour + this.chance.below(within));
  }

  private cents(): Value {
    const usual = () => this.chance.pick([0, 100, 250, 999, 5000, 12345]) + this.chance.below(50);
    return this.or(['9007199254740993', '-9007199254740993', '9223372036854775807'], usual);
  }

  /** Now and then what no row of its table may hold. */
  private or(odd: readonly Value[], usual: () => Value): Value {
    return this.chance.next() < 0.01 ? this.chance.pick(odd) : usual();
  }

  private label(values: readonly Value[]): Value {
    return this.or(['x'.repeat(201), 'ü'.repeat(4000)], () => this.chance.pick(values));
  }

  private currency(): Value {
    return this.or(['usd', 'Eur', 'U$D'], () => this.chance.pick(currencies));
  }

  row(table: string): Row {
    const { chance } = this;
    const created_at = this.instant();
    const updated_at = this.touched();
    const later = (probability: number, within: number) =>
      chance.maybe(probability, () => this.after(created_at, within));
    const user_id = 1 + chance.below((sizes.users_v2 ?? 1) + 3);
    switch (table) {
      case 'users_v2':
        return {
          email: chance.maybe(0.9, () => `user${chance.below(25)}@example.com`),
          phone: chance.pick([null, null, '4930999', '+49 30 999', '0049 (30) 999']),
          full_name: 'A Person',
          status: chance.pick(['active', 'inactive', 'suspended', 'churned', 'pending_verification']),
          subscription_tier: chance.pick(['free', 'basic', 'premium', 'enterprise', null]),
          email_verified_at: later(0.7, 20 * day),
          created_at,
          updated_at,
          deleted_at: later(0.15, 90 * day),
          signup_source: this.label(['web', 'campaign', null]),
          country_code: chance.pick(countries),
        };
      case 'user_activity_v2':
        return {
          user_id,
          activity_type: chance.pick(['login', 'logout', 'search', 'purchase']),
          created_at,
          platform: this.label(['web', 'ios', null]),
        };
      case 'orders_v2':
        return {
          user_id,
          status: chance.pick([
            'pending',
            'confirmed',
            'shipped',
            'delivered',
            'delivered',
            'cancelled',
            'refunded',
          ]),
          currency: this.currency(),
          subtotal_cents: this.cents(),
          discount_cents: chance.pick([0, 0, 50]),
          tax_cents: this.cents(),
          shipping_cents: 499,
          total_cents: chance.pick([0, this.cents()]),
          source: chance.pick(['web', 'mobile', 'api', null]),
          created_at,
          updated_at,
          confirmed_at: later(0.8, 5 * hour),
          shipped_at: later(0.6, 4 * day),
          delivered_at: later(0.5, 9 * day),
          cancelled_at: later(0.12, 40 * day),
        };
      case 'order_items_v2':
        return {
          order_id: 1 + chance.below((sizes.orders_v2 ?? 1) + 5),
          product_id: 1 + chance.below(8),
          product_name: chance.pick(['Ball', 'Bat', null]),
          category: this.label(categories),
          quantity: this.or([-2147483648, 2147483647], () => chance.pick([1, 1, 2, 5, 0, null])),
          unit_price_cents: this.cents(),
          discount_cents: chance.pick([0, 0, 25]),
          tax_cents: 0,
          total_cents: this.cents(),
          is_gift: chance.pick([true, false, null]),
          created_at,
          updated_at,
        };
      case 'payments_v2':
        return {
          order_id: chance.maybe(0.85, () => 1 + chance.below((sizes.orders_v2 ?? 1) + 5)),
          user_id,
          amount_cents: this.cents(),
          captured_cents: chance.pick([null, 0, 100, 5000, 12000]),
          currency: this.currency(),
          status: chance.pick([
            'pending',
            'pending',
            'authorized',
            'captured',
            'failed',
            'cancelled',
            'refunded',
          ]),
          payment_method: chance.pick(['card', 'card', 'paypal', null]),
          provider: this.label(providers),
          card_fingerprint: chance.maybe(0.8, () => `card${chance.below(12)}`),
          card_brand: this.label(['visa', null]),
          card_country: chance.pick(countries),
          failure_code: this.label(['do_not_honor', null]),
          processing_time_ms: chance.pick([null, 120, 340, 80, 900]),
          created_at,
          authorized_at: later(0.35, 3 * day),
          captured_at: later(0.4, 10 * day),
          failed_at: later(0.2, day),
          updated_at,
        };
      case 'refunds_v2':
        return {
          payment_id: 1 + chance.below((sizes.payments_v2 ?? 1) + 5),
          order_id: chance.maybe(0.5, () => 1 + chance.below((sizes.orders_v2 ?? 1) + 5)),
          amount_cents: chance.pick([10, 100, 99, 5000]),
          currency: this.currency(),
          reason: chance.pick(['fraudulent', 'other', 'duplicate', null]),
          status: chance.pick(['completed', 'completed', 'pending', 'failed']),
          created_at,
          processed_at: later(0.9, 60 * day),
          updated_at,
        };
      case 'disputes_v2':
        return {
          payment_id: 1 + chance.below((sizes.payments_v2 ?? 1) + 5),
          amount_cents: this.cents(),
          currency: this.currency(),
          reason: this.label(['fraudulent', null]),
          status: chance.pick(['open', 'won', 'lost']),
          opened_at: chance.maybe(0.95, () => created_at),
          updated_at,
        };
      default:
        return {
          user_id,
          channel: chance.pick(['email', 'email', 'sms', 'push', null]),
          notification_type: chance.pick(['order_confirmation', 'order_confirmation', 'promotional', null]),
          status: chance.pick(['sent', 'delivered', 'failed', 'opened', 'bounced']),
          template_id: this.label(['t1', null]),
          order_id: chance.maybe(0.6, () => 1 + chance.below((sizes.orders_v2 ?? 1) + 5)),
          campaign_id: chance.maybe(0.5, () => 1 + chance.below(4)),
          provider: this.label(['ses', 'twilio', null]),
          created_at,
          sent_at: later(0.9, 5 * hour),
          delivered_at: later(0.8, 7 * hour),
          opened_at: later(0.4, 3 * day),
          clicked_at: later(0.4, 5 * day),
          bounced_at: later(0.05, day),
          failed_at: later(0.08, day),
          unsubscribed_at: later(0.06, 4 * day),
          complained_at: later(0.04, 4 * day),
          failure_code: this.label(['mailbox_full', null]),
          retry_count: chance.pick([0, 0, 2, null]),
          updated_at,
        };
    }
  }
}
