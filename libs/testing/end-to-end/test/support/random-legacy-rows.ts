import type { Chance } from './chance';
import { itemsJson } from './random-lines';

const hour = 3_600_000;
const day = 24 * hour;

type Value = string | number | boolean | null;
export type LegacyRow = Record<string, Value>;

/** How many rows of each legacy table there are at first. */
export const legacySizes: Record<string, number> = {
  users_legacy: 30,
  user_activity_legacy: 260,
  orders_legacy: 180,
  payments_legacy: 260,
  refunds_legacy: 80,
  notifications_legacy: 300,
};

const currencies = ['USD', 'USD', 'USD', 'USD', 'USD', 'EUR', 'JPY', 'KWD'];
const oddInstants = ['infinity', '-infinity', '0001-01-01', '2300-01-01', null];

/** Draws rows of the legacy tables around a clock that the caller moves; now and then a value is odd. */
export class RandomLegacyRows {
  /** The instant at which rows are changed. */
  clock: number;
  /** The instant of the last changes: what changes later is stamped later. */
  last = 0;
  /** The share of odd values. */
  private readonly odd = 0.02;
  /** An impossible `updated_at` makes whatever changes later escape the watermark: not every source has such. */
  private readonly oddStamps: number;

  constructor(
    private readonly chance: Chance,
    private readonly from: number,
    now: number,
  ) {
    this.clock = now;
    this.oddStamps = chance.pick([0, 0.2]);
  }

  /** Whole minutes, so that many rows are stamped the same. */
  touched(): string {
    const minutes = Math.max(1, Math.floor(Math.min(hour, this.clock - this.last) / 60_000));
    return new Date(this.clock - this.chance.below(minutes) * 60_000).toISOString();
  }

  row(table: string): LegacyRow {
    const { chance } = this;
    const created = this.from + chance.below((this.clock + 3 * day - this.from) / 1000) * 1000;
    const later = (probability: number, within: number) =>
      this.or(
        oddInstants,
        () => chance.maybe(probability, () => new Date(created - hour + chance.below(within)).toISOString()),
        0.3,
      );
    const created_at = this.or(oddInstants, () => new Date(created).toISOString(), 0.5);
    const updated_at = this.or(oddInstants, () => this.touched(), this.oddStamps);
    const user_id = this.or([null, 999, 0, -1], () => 1 + chance.below(legacySizes.users_legacy! + 2), 0.5);
    const order = () => 1 + chance.below(legacySizes.orders_legacy! + 4);
    switch (table) {
      case 'users_legacy':
        return {
          email: this.or(['', '  ', null, 'no address'], () =>
            chance.pick([
              `user${chance.below(12)}@example.com`,
              ` USER${chance.below(12)}@Example.com`,
              `ｕser${chance.below(12)}＠example.com`,
            ]),
          ),
          phone: chance.pick([null, '', '+', '+1 555 0100', '15550100', '001 (555) 0100', '1٥5550100']),
          name: chance.pick([null, 'A  Person', 'a person', '']),
          status: this.or(['inactive', 'Active', '', null], () =>
            chance.pick(['active', 'active', 'churned', 'dormant']),
          ),
          subscription_type: this.or(['enterprise', '', 'gold'], () =>
            chance.pick(['free', 'basic', 'premium', null]),
          ),
          email_verified: this.or([2, -1], () => chance.pick([0, 1, 1, null])),
          created_at,
          updated_at,
          last_login_at: later(0.8, 60 * day),
        };
      case 'user_activity_legacy':
        return {
          user_id,
          activity_type: this.or(['teleport', '', null], () =>
            chance.pick(['login', 'logout', 'search', 'purchase']),
          ),
          created_at,
        };
      case 'orders_legacy':
        return {
          user_id,
          total_amount: this.amount(),
          status: this.or(['delivered', 'paid', '', null], () =>
            chance.pick(['pending', 'completed', 'completed', 'completed', 'cancelled', 'refunded']),
          ),
          item_count: chance.pick([null, 0, 1, 7, -3]),
          items_json: itemsJson(chance, this.odd, () => this.amount()),
          created_at,
          updated_at,
        };
      case 'payments_legacy':
        return {
          order_id: chance.maybe(0.9, order),
          user_id,
          amount: this.amount(),
          currency: this.or(['usd', 'Eur', 'EURO', '', null, 'XXX'], () => chance.pick(currencies)),
          status: this.or(['captured', '', null], () =>
            chance.pick(['pending', 'success', 'success', 'success', 'failed', 'refunded']),
          ),
          payment_method: this.or(['cash', ''], () => chance.pick(['card', 'card', 'paypal', null])),
          card_number: chance.maybe(0.8, () => `41111111111100${chance.below(12)}`),
          card_last_four: chance.pick(['1111', null]),
          error_code: this.or(['ü'.repeat(201), 'ü'.repeat(200)], () =>
            chance.pick([null, 'do_not_honor', '']),
          ),
          created_at,
          processed_at: later(0.7, 9 * day),
          updated_at,
        };
      case 'refunds_legacy':
        return {
          payment_id: this.or([null, 0], () => 1 + chance.below(legacySizes.payments_legacy! + 4)),
          order_id: this.or([null], order, 3),
          amount: this.or(['NaN', 0.001, null], () => chance.pick([0, 1, 5, 10, 0.5, 1e6]), 0.5),
          reason: this.or(['because', ''], () => chance.pick(['fraudulent', 'other', null])),
          status: this.or(['done', null], () => chance.pick(['completed', 'completed', 'pending', 'failed'])),
          created_at,
          processed_at: later(0.9, 60 * day),
          updated_at,
        };
      default:
        return {
          user_id,
          channel: this.or(['in_app', ''], () => chance.pick(['email', 'email', 'sms', 'push', null])),
          notification_type: this.or(['spam'], () =>
            chance.pick(['order_confirmation', 'order_confirmation', 'promotional', null]),
          ),
          status: this.or(['complained', null], () => chance.pick(['sent', 'delivered', 'failed', 'opened'])),
          created_at,
          sent_at: later(0.9, 5 * hour),
          delivered_at: later(0.8, 7 * hour),
          opened_at: later(0.4, 3 * day),
          clicked_at: later(0.4, 5 * day),
          failed_at: later(0.1, day),
          updated_at,
        };
    }
  }

  /** Major units: mostly whole, so that they are amounts of any currency, or whole cents; now and then neither. */
  private amount(): Value {
    const { chance } = this;
    return this.or(
      ['NaN', 'Infinity', '-Infinity', null, 10.001, 10.0000001, 1e300, '9007199254740993', '-0'],
      () =>
        chance.pick([0, 5, 12, 5000, 123, -7, 10 + chance.below(50)]) +
        chance.pick([0, 0, 0, 0.25, 0.1 + 0.2]),
    );
  }

  /** An odd value now and then; `times` as often as usual. */
  private or(odd: readonly Value[], usual: () => Value, times = 1): Value {
    return this.chance.next() < this.odd * times ? this.chance.pick(odd) : usual();
  }
}
