import { newCard } from '../../payments/cards';
import { mix, purpose, Random } from '../../random';
import type { Span, Stories } from '../../stories';
import { hour, minute, second } from '../../time';
import type { World } from '../../world';
import { sticker } from '../catalogue';
import { chooseNewest } from '../choose';
import type { ScriptedAttempt } from '../script';
import type { StoryOrder } from '../story-order';

const ordersAnHour = 5;
const attemptsAnOrder = 6;

/**
 * Accounts hardly older than the hour try many cards with orders of next to nothing: a card or two again
 * and again, the others once or twice. Nearly all are declined.
 */
export function* cardTestOrders(world: World, { cardTests }: Stories, end: number): Generator<StoryOrder> {
  for (const story of cardTests) {
    if (story.from >= end) return;
    const users = chooseNewest(world, story, 3);
    if (users.length === 0) continue;
    for (let at = story.from; at < story.until; at += hour) {
      for (let nth = 0; nth < ordersAnHour; nth += 1) {
        yield oneOrder(world, story, users[nth % users.length]!, at, nth);
      }
    }
  }
}

const random = new Random();

function oneOrder(world: World, story: Span & { provider: string }, user: number, at: number, nth: number) {
  const { seed } = world.plan;
  const number = at / hour;
  random.reseed(mix(seed, purpose.stories, number, nth));
  const createdAt = at + (4 + nth * 10) * minute + random.below(30 * second);
  const attempts: ScriptedAttempt[] = [];
  for (let one = 0; one < attemptsAnOrder; one += 1) {
    // The first order of the hour is all on one card.
    const which = nth === 0 ? 0 : nth * attemptsAnOrder + one;
    const works = at === story.from && nth === 3 && one === attemptsAnOrder - 1;
    attempts.push({
      at: createdAt + (5 + 70 * one) * second + random.below(20 * second),
      card: newCard(seed, number, 5000 + which, random.pick(['CA', 'US', 'MX', 'SE', 'PL'])),
      failureCode: works ? null : random.chance(0.6) ? 'do_not_honor' : 'incorrect_cvc',
    });
  }
  const wanted = [{ product: sticker, quantity: 1 }];
  return {
    user,
    createdAt,
    script: { wanted, digital: true, provider: story.provider, attempts, ending: 'fraud' as const },
  };
}
