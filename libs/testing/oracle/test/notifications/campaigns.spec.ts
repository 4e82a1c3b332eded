import { campaignDaily, campaignRevenueDaily } from '../../src/notifications/campaigns';
import type { Row, SourceRow } from '../../src';
import { at, item, order, sent, worldOf } from './rows';

const clicked = (campaign: string, clickedAt: string, other: SourceRow = {}): SourceRow =>
  sent('2024-01-10T12:00:00Z', { campaign_id: campaign, clicked_at: at(clickedAt), ...other });

describe('campaigns', () => {
  const notifications = [
    clicked('spring', '2024-01-11T00:00:00Z'),
    clicked('spring', '2024-01-12T00:00:00Z'), // the same user again: windows overlap
    clicked('spring', '2024-02-20T00:00:00Z', { user_id: '2' }), // has not happened
    clicked('sale', '2024-01-17T00:00:00Z', { channel: null, user_id: '1' }),
    sent('2024-01-10T12:00:00Z', { campaign_id: 'idle', opened_at: at('2024-01-10T13:00:00Z') }),
    clicked('spring', '2024-01-11T00:00:00Z', { campaign_id: null, user_id: '3' }),
  ];
  const orders = [
    order('before', '2024-01-10T23:59:59Z'),
    order('on the click', '2024-01-11T00:00:00Z', { discount_cents: '100' }),
    order('within both', '2024-01-12T00:00:00Z', { currency: 'EUR' }),
    order('within one', '2024-01-18T23:59:59Z'), // and within 7 days of the click on `sale`
    order('too late', '2024-01-19T00:00:00Z', { status: 'refunded' }), // for `spring`, not for `sale`
    order('cancelled', '2024-01-13T00:00:00Z', { status: 'cancelled' }),
    order('of another', '2024-01-13T00:00:00Z', { user_id: '2' }),
    order('without a campaign', '2024-01-13T00:00:00Z', { user_id: '3' }),
  ];
  const orderItems = [
    item('on the click', '2', '500'),
    item('within both', '1', '300'),
    item('within one', '3', '7'),
    item('too late', '1', '50'),
    item('cancelled', '1', '9999'),
  ];
  const world = (now: string) => worldOf({ now }, { notifications, orders, orderItems });
  const later = world('2024-02-01T00:00:00Z');

  it('campaign_daily counts the orders of clickers once', () => {
    const pick = ({ day, campaign_id, channel, sent: count, clicked: clicks, opened, orders_7d }: Row) => [
      ...[day, campaign_id, channel, count, clicks, opened, orders_7d],
    ];
    expect(campaignDaily(later).map(pick)).toEqual([
      ['2024-01-10', 'spring', 'email', 3, 2, 0, 3],
      ['2024-01-10', 'sale', 'unknown', 1, 1, 0, 2],
      ['2024-01-10', 'idle', 'email', 1, 0, 1, 0],
    ]);
    expect(Object.keys(campaignDaily(later)[0]!)).toEqual(
      (
        'day campaign_id channel sent delivered bounced opened clicked unsubscribed complained ' +
        'delivery_rate bounce_rate open_rate click_rate click_to_open_rate unsubscribe_rate ' +
        'complaint_rate orders_7d maturity'
      ).split(' '),
    );
  });

  it('campaign_revenue_daily keeps currencies apart', () => {
    const spring = { day: '2024-01-10', campaign_id: 'spring', channel: 'email', maturity: 'final' };
    expect(campaignRevenueDaily(later)).toEqual([
      { ...spring, currency: 'USD', orders_7d: 2, net_cents: 2 * 500 - 100 + 3 * 7 },
      { ...spring, currency: 'EUR', orders_7d: 1, net_cents: 300 },
      {
        ...{ day: '2024-01-10', campaign_id: 'sale', channel: 'unknown', currency: 'USD' },
        ...{ orders_7d: 2, net_cents: 3 * 7 + 50, maturity: 'final' },
      },
    ]);
  });

  it.each([
    // The day ends on the 11th; the last clicks are on the 12th, on the 17th, none.
    ['2024-01-17T23:59:59.999Z', ['provisional', 'provisional', 'provisional']],
    ['2024-01-18T00:00:00Z', ['provisional', 'provisional', 'final']],
    ['2024-01-19T00:00:00Z', ['final', 'provisional', 'final']],
    ['2024-01-23T23:59:59.999Z', ['final', 'provisional', 'final']],
    ['2024-01-24T00:00:00Z', ['final', 'final', 'final']],
  ])('mature 7 × 24 hours after the day and the last click: %s', (now, maturities) => {
    expect(campaignDaily(world(now)).map(({ maturity }) => maturity)).toEqual(maturities);
    const revenue = campaignRevenueDaily(world(now)).filter(({ campaign_id }) => campaign_id === 'spring');
    expect(revenue.map(({ maturity }) => maturity)).toEqual([maturities[0], maturities[0]]);
  });
});
