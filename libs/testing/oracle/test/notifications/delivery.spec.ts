import { channelDaily, notificationDaily } from '../../src/notifications/delivery';
import { at, notification, sent, worldOf } from './rows';

const now = '2024-02-01T00:00:00Z';
const noRates = {
  delivery_rate: 0,
  bounce_rate: 0,
  open_rate: null,
  click_rate: null,
  click_to_open_rate: null,
  unsubscribe_rate: null,
  complaint_rate: null,
};
const nothing = { delivered: 0, bounced: 0, opened: 0, clicked: 0, unsubscribed: 0, complained: 0 };

describe('notification_daily', () => {
  it('counts by timestamps and implies nothing', () => {
    const instant = at('2024-01-11T00:00:00Z');
    const known = { provider: 'ses', template_id: 'welcome' };
    const notifications = [
      sent('2024-01-10T12:00:00Z', {
        ...known,
        delivered_at: at('2024-01-10T12:00:01Z'),
        opened_at: instant,
        clicked_at: instant,
        unsubscribed_at: instant,
      }),
      sent('2024-01-10T12:00:00Z', {
        ...known,
        delivered_at: at('2024-01-10T12:00:03Z'),
        complained_at: instant,
      }),
      sent('2024-01-10T12:00:00Z', { ...known, opened_at: instant, bounced_at: instant }),
      sent('2024-01-10T12:00:00Z', { ...known, opened_at: instant, delivered_at: at(now) }),
      sent('2024-01-10T12:00:00Z', { ...known, status: 'clicked' }),
    ];
    expect(notificationDaily(worldOf({ now }, { notifications }))).toEqual([
      {
        ...{ day: '2024-01-10', channel: 'email', notification_type: 'promotional', ...known },
        ...{ sent: 5, delivered: 2, bounced: 1, opened: 3, clicked: 1, unsubscribed: 1, complained: 1 },
        ...{ delivery_rate: 0.4, bounce_rate: 0.2, open_rate: 1.5, click_rate: 0.5 },
        ...{ click_to_open_rate: 1 / 3, unsubscribe_rate: 0.5, complaint_rate: 0.5 },
        ...{ p50_delivery_ms: 2000, p95_delivery_ms: 2900 },
      },
    ]);
  });

  it('goes by the local day of sending, and names what is missing', () => {
    const bare = { channel: null, notification_type: null };
    const notifications = [
      sent('2024-01-11T04:59:59.999Z', bare), // 10 January in New York
      notification('2024-01-10T23:00:00Z', { ...bare, sent_at: at('2024-01-11T05:00:00Z') }),
      notification('2024-01-11T06:00:00Z'), // never sent
      notification('2024-01-11T06:00:00Z', { sent_at: at(now) }), // not sent yet
      sent('2024-02-02T00:00:00Z'),
    ];
    const row = {
      ...{ channel: 'unknown', notification_type: 'unknown', provider: 'unknown', template_id: 'unknown' },
      ...{ sent: 1, ...nothing, ...noRates, p50_delivery_ms: null, p95_delivery_ms: null },
    };
    const zone = 'America/New_York';
    expect(notificationDaily(worldOf({ zone, now }, { notifications }))).toEqual([
      { day: '2024-01-10', ...row },
      { day: '2024-01-11', ...row },
    ]);
  });

  it('leaves a delivery before sending out of the percentiles', () => {
    const delivered = (iso: string) => sent('2024-01-10T12:00:00Z', { delivered_at: at(iso) });
    const percentiles = (...deliveries: string[]): unknown =>
      notificationDaily(worldOf({ now }, { notifications: deliveries.map(delivered) }));
    expect(percentiles('2024-01-10T11:00:00Z')).toMatchObject([{ delivered: 1, p50_delivery_ms: null }]);
    expect(percentiles('2024-01-10T11:00:00Z', '2024-01-10T12:00:00Z', '2024-01-10T12:00:10Z')).toMatchObject(
      [{ delivered: 3, p50_delivery_ms: 5000, p95_delivery_ms: 9500 }],
    );
  });
});

describe('channel_daily', () => {
  it('has the counts and rates per channel', () => {
    const notifications = [
      sent('2024-01-10T12:00:00Z', { provider: 'a', delivered_at: at('2024-01-10T12:00:01Z') }),
      sent('2024-01-10T13:00:00Z', { provider: 'b', notification_type: 'system_alert' }),
      sent('2024-01-10T13:00:00Z', { channel: null }),
    ];
    expect(channelDaily(worldOf({ now }, { notifications }))).toEqual([
      {
        ...{ day: '2024-01-10', channel: 'email', sent: 2, ...nothing, delivered: 1, delivery_rate: 0.5 },
        ...{ bounce_rate: 0, open_rate: 0, click_rate: 0, click_to_open_rate: null },
        ...{ unsubscribe_rate: 0, complaint_rate: 0 },
      },
      { day: '2024-01-10', channel: 'unknown', sent: 1, ...nothing, ...noRates },
    ]);
  });
});
