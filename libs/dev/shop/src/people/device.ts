import { mix, purpose, type Random } from '../random';

/** What a session runs on, each column as COPY reads it. */
export interface Device {
  readonly kind: string;
  readonly platform: string;
  readonly address: string;
  readonly agent: string;
}

const models = [
  {
    kind: 'desktop',
    platform: 'web',
    agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36',
  },
  {
    kind: 'desktop',
    platform: 'web',
    agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15',
  },
  {
    kind: 'mobile',
    platform: 'web',
    agent: 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36',
  },
  { kind: 'mobile', platform: 'ios', agent: 'AcmeShop/7.2 (iPhone15,3; iOS 17.5)' },
  { kind: 'tablet', platform: 'ios', agent: 'AcmeShop/7.2 (iPad13,8; iPadOS 17.5)' },
  { kind: 'mobile', platform: 'android', agent: 'AcmeShop/7.1 (SM-S921B; Android 14)' },
  { kind: 'mobile', platform: 'android', agent: 'AcmeShop/7.0 (Redmi Note 12; Android 13)' },
] as const;

/** The user's usual device, seldom another one, and now and then one that tells nothing of itself. */
export function deviceOf(seed: number, user: number, random: Random): Device {
  const kind = random.next();
  const key = mix(seed, purpose.activity, user, -2);
  const address = addressOf(kind < 0.8 ? key : random.below(2 ** 31));
  if (kind > 0.96) return { kind: '\\N', platform: '\\N', address, agent: '\\N' };
  const model = kind < 0.85 ? models[key % models.length]! : random.pick(models);
  return { kind: model.kind, platform: model.platform, address, agent: model.agent };
}

/** Of the blocks set aside for documentation, so that it is nobody's. */
function addressOf(key: number): string {
  const low = key & 0xff;
  if (key % 3 === 0) return `2001:db8:${((key >>> 8) & 0xffff).toString(16)}::${low.toString(16)}`;
  return key % 3 === 1 ? `198.51.100.${low}` : `203.0.113.${low}`;
}
