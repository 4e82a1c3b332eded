import { mix, Random } from '../random';
import { day, minute, second } from '../time';
import type { World } from '../world';
import type { Notification } from './notification';
import { notify } from './notify';
import type { Trouble } from './stories';
import { stream } from './streams';

const random = new Random();
const meanDaysBetweenResets = 200;

/** E-mails to verify the address and to choose another password, until `until`. */
export function* accountNotifications(
  world: World,
  until: number,
  troubles: readonly Trouble[],
): Generator<Notification> {
  for (let user = 0; user < world.count; user += 1) {
    const { registeredAt, verifiedAt, quietFrom } = world.life(user);
    const verify = (createdAt: number, nth: number): Notification => {
      random.reseed(mix(world.plan.seed, stream.accounts, user, nth));
      const mail = { user, type: 'account_verification', channel: 'email', createdAt };
      return verifying(notify(random, mail, troubles), verifiedAt);
    };
    const first = registeredAt + 800;
    const reminder = registeredAt + day;
    if (first < until) yield verify(first, 0);
    if (verifiedAt > reminder && reminder < quietFrom && reminder < until) yield verify(reminder, 1);
    yield* resets(world, user, registeredAt, Math.min(until, quietFrom), troubles);
  }
}

/** Who has verified the address has followed the link, in the latest mail that had come by then. */
function verifying(mail: Notification, verifiedAt: number): Notification {
  const followed = verifiedAt < Infinity && mail.deliveredAt + 4 * second < verifiedAt;
  const unseen = { ...mail, openedAt: Infinity, clickedAt: Infinity };
  if (!followed) return unseen;
  if (mail.createdAt + day < verifiedAt) return { ...mail, clickedAt: Infinity };
  const openedAt = Math.max(mail.deliveredAt, verifiedAt - 20 * second);
  return { ...mail, openedAt, clickedAt: verifiedAt - second };
}

function* resets(
  world: World,
  user: number,
  registeredAt: number,
  end: number,
  troubles: readonly Trouble[],
): Generator<Notification> {
  let at = registeredAt + 10 * minute;
  for (let nth = 2; ; nth += 1) {
    random.reseed(mix(world.plan.seed, stream.accounts, user, nth));
    at += random.exponential(meanDaysBetweenResets * day);
    if (at >= end) return;
    const channel = random.chance(0.85) ? 'email' : 'sms';
    yield notify(random, { user, type: 'password_reset', channel, createdAt: at }, troubles);
  }
}
