import { mix, purpose, Random } from '../random';
import { homes, type Country } from './countries';

/** The personal data of one account, as its holder typed them. */
export interface Person {
  readonly email: string | null;
  readonly phone: string | null;
  readonly fullName: string | null;
}

const random = new Random();

/**
 * The person behind account `index`. One account in a hundred is the second one of an earlier
 * account's person: the same data in another spelling. `homeOf` gives an account's home.
 */
export function personOf(seed: number, index: number, homeOf: (index: number) => number): Person {
  random.reseed(mix(seed, purpose.person, index, 0));
  if (!isSecond(index)) return newPerson(index, homes[homeOf(index)]!.country);
  const drawn = random.below(index);
  const first = isSecond(drawn) ? drawn - 1 : drawn;
  const spelling = random.below(4);
  random.reseed(mix(seed, purpose.person, first, 0));
  return respell(newPerson(first, homes[homeOf(first)]!.country), spelling);
}

/** A pattern and no chance, so that the smallest shops have some. */
const isSecond = (index: number) => index % 100 === 42;

/** Draws from `random` as it was left; the addresses are of domains that can belong to nobody. */
function newPerson(index: number, country: Country): Person {
  const first = random.pick(country.firstNames);
  const last = random.pick(country.lastNames);
  const mailbox = `${ascii(first)}.${ascii(last)}${index + 1}`;
  const phone = country.phone.replace(/#/g, () => String(random.below(10)));
  return {
    email: random.chance(0.003)
      ? null
      : `${mailbox}@${random.pick(['example.com', 'example.org', 'mail.example'])}`,
    phone: random.chance(0.12) ? null : random.chance(0.6) ? phone.replace(/[^+\d]/g, '') : phone,
    fullName: random.chance(0.03) ? null : `${first} ${last}`,
  };
}

/** Other characters, the same person once normalised. */
function respell(person: Person, spelling: number): Person {
  const email = person.email;
  return {
    email: email && [email.toUpperCase(), ` ${email}`, `${email} `, capital(email)][spelling]!,
    phone: person.phone && spaced(person.phone),
    fullName:
      person.fullName && [person.fullName.toUpperCase(), person.fullName.replace(' ', '  ')][spelling % 2]!,
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** `+4915112345` as `+491 511 234 5`. */
const spaced = (phone: string) =>
  phone
    .replace(/[^+\d]/g, '')
    .replace(/(.{4})/g, '$1 ')
    .trim();

const ascii = (name: string) =>
  name
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
