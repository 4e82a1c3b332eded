import type { Random } from '../random';
import { toldAt, type Span } from '../stories';
import { hour } from '../time';

/** Providers that take any method, in a hurry; one of them has no decline in any hour. */
const cardProviders = ['stripe', 'adyen', 'checkout'] as const;
const specialists: Readonly<Record<string, string>> = {
  paypal: 'paypal',
  bank_transfer: 'gocardless',
  crypto: 'coinbase',
};

/** Below this number of attempts an hour of a provider tells nothing. */
const fewAttempts = 4;

interface Cell {
  attempts: number;
  declines: number;
}

/** Which hours of which provider are told of. */
export interface TillStories {
  readonly outages: readonly (Span & { readonly provider: string })[];
  readonly cardTests: readonly (Span & { readonly provider: string })[];
  /** `${provider} ${hour}` of the hours that the stories are compared with. */
  readonly calm: ReadonlySet<string>;
}

/**
 * Sends payments to providers, in the order of time, and says which are declined. Everyday declines stay
 * among few attempts: an hour of a provider that has some is not given more than four attempts, and a busy
 * one declines nothing. So only the stories stand out.
 */
export class Till {
  #hour = -1;
  #cells = new Map<string, Cell>();

  constructor(readonly stories: TillStories) {}

  /** The provider that takes the payment, `wished` by the story or else the one that suits. */
  providerFor(at: number, method: string, wished: string | undefined, random: Random): string {
    this.#enter(at);
    const first = wished ?? specialists[method] ?? random.weighted(shares);
    if (wished) return first;
    const choices = [first, ...cardProviders.filter((name) => name !== first)];
    return choices.find((name) => this.told(name, at) || this.#mayGrow(name)) ?? first;
  }

  /** Notes an attempt; whether it is declined, when it would be if nothing spoke against it. */
  take(at: number, provider: string, unlucky: boolean): 'taken' | 'declined' | 'out of order' {
    this.#enter(at);
    const cell = this.#cell(provider);
    cell.attempts += 1;
    const out = toldAt(this.stories.outages, at)?.provider === provider;
    const declined = out ? cell.attempts % 8 !== 0 : unlucky && this.#mayDecline(provider, at, cell);
    if (!declined) return 'taken';
    cell.declines += 1;
    return out ? 'out of order' : 'declined';
  }

  /** Notes an attempt whose end a story has written. */
  takeScripted(at: number, provider: string, declined: boolean): void {
    this.#enter(at);
    const cell = this.#cell(provider);
    cell.attempts += 1;
    if (declined) cell.declines += 1;
  }

  #mayDecline(provider: string, at: number, cell: Cell): boolean {
    if (cell.attempts > fewAttempts || this.told(provider, at)) return false;
    return cardProviders.some(
      (name) => name !== provider && !this.told(name, at) && this.#cell(name).declines === 0,
    );
  }

  #mayGrow(provider: string): boolean {
    const { attempts, declines } = this.#cell(provider);
    return declines === 0 || attempts < fewAttempts;
  }

  /** Whether a story is about this hour of the provider. */
  told(provider: string, at: number): boolean {
    const inSpan = (span: Span & { provider: string }) =>
      span.provider === provider && at >= span.from && at < span.until;
    return (
      this.stories.calm.has(`${provider} ${this.#hour}`) ||
      this.stories.outages.some(inSpan) ||
      this.stories.cardTests.some(inSpan)
    );
  }

  #enter(at: number): void {
    const entered = Math.floor(at / hour);
    if (entered === this.#hour) return;
    this.#hour = entered;
    this.#cells.clear();
  }

  #cell(provider: string): Cell {
    let cell = this.#cells.get(provider);
    if (!cell) this.#cells.set(provider, (cell = { attempts: 0, declines: 0 }));
    return cell;
  }
}

const shares = [
  ['stripe', 0.46],
  ['adyen', 0.32],
  ['checkout', 0.22],
] as const;
