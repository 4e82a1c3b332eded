import { mix, Random } from '../random';
import { day, hour, second } from '../time';
import type { World } from '../world';
import { journeyOf } from './journey';
import type { Notification } from './notification';
import { templateOf } from './notify';
import { providerOf } from './providers';
import { reactionOf } from './reaction';
import { campaignsOf, type Campaign, type Trouble } from './stories';
import { stream } from './streams';
import { temperOf, type Temper } from './temper';

const random = new Random();
/** So many are handed over at a time, in one instant. */
const together = 50;

/**
 * The campaigns' notifications until `until`. Who unsubscribes gets none after that; so they are made
 * from the first campaign on, one after the other.
 */
export function* promotions(
  world: World,
  days: number,
  until: number,
  troubles: readonly Trouble[],
): Generator<Notification> {
  const { seed, openedAt } = world.plan;
  const unsubscribedAt = new Float64Array(world.count).fill(Infinity);
  const temper = temperOf();
  for (const campaign of campaignsOf(world.plan, days)) {
    for (const [nth, start] of campaign.days.entries()) {
      const begin = openedAt + start * day + 14 * hour + (mix(seed, stream.campaigns, start, 2) % hour);
      let count = 0;
      for (const user of recipients(world, campaign, begin)) {
        const createdAt = begin + Math.floor(count / together) * 20 * second;
        if (createdAt >= until) break;
        if (unsubscribedAt[user]! <= createdAt) continue;
        count += 1;
        for (const [place, channel] of channelsOf(seed, campaign, user).entries()) {
          random.reseed(mix(seed, stream.promotions, campaign.id * 32 + nth * 4 + place, user));
          const one = promote(user, channel, createdAt, campaign, temper(campaign, nth, channel), troubles);
          unsubscribedAt[user] = Math.min(unsubscribedAt[user]!, one.unsubscribedAt);
          yield one;
        }
      }
    }
  }
}

/** A share of those who have an account and use it; an annoying campaign goes to most of them. */
function* recipients(world: World, { id, annoying }: Campaign, begin: number): Generator<number> {
  const { seed } = world.plan;
  const share = annoying ? 0.7 : 0.2 + 0.35 * (mix(seed, stream.recipients, id, -1) / 2 ** 32);
  for (let user = 0; user < world.count && world.registeredAt[user]! < begin; user += 1) {
    if (world.quietFrom[user]! <= begin) continue;
    if (mix(seed, stream.recipients, id, user) / 2 ** 32 < share) yield user;
  }
}

/** One channel, seldom another than e-mail; one in four gets an annoying campaign on three at a time. */
function channelsOf(seed: number, { id, annoying }: Campaign, user: number): readonly string[] {
  const app = mix(seed, stream.recipients, user, -2) % 4 === 0;
  if (annoying) return app ? ['email', 'push', 'in_app'] : ['email'];
  return app && mix(seed, stream.recipients, user, id) % 2 === 0 ? ['push'] : ['email'];
}

function promote(
  user: number,
  channel: string,
  createdAt: number,
  campaign: Campaign,
  temper: Temper,
  troubles: readonly Trouble[],
): Notification {
  const provider = providerOf(channel, 'promotional', random);
  const template = templateOf(random, campaign.annoying ? 'last_chance' : `offer_${1 + (campaign.id % 5)}`);
  const journey = journeyOf(random, createdAt, channel, provider, troubles);
  const reaction = reactionOf(random, journey, temper.interest);
  const { unsubscribes, complains } = temper.next(journey.deliveredAt < Infinity);
  const leavesAt = journey.deliveredAt + 30 * second + random.exponential(3 * hour);
  return {
    user,
    type: 'promotional',
    channel,
    order: -1,
    campaign: campaign.id,
    template,
    provider,
    createdAt,
    ...journey,
    ...reaction,
    unsubscribedAt: unsubscribes ? leavesAt : Infinity,
    complainedAt: complains ? leavesAt + 5 * second : Infinity,
  };
}
