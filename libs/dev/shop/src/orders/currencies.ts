/** A currency the shop sells in. */
export interface Currency {
  readonly code: string;
  /** Minor units (of ISO 4217) that a US cent buys. */
  readonly perCent: number;
  /** Prices are whole multiples of this many minor units. */
  readonly step: number;
}

const usd = { code: 'USD', perCent: 1, step: 10 };
const eur = { code: 'EUR', perCent: 0.92, step: 10 };
const currencyOf: Readonly<Record<string, Currency>> = {
  GB: { code: 'GBP', perCent: 0.79, step: 10 },
  DE: eur,
  FR: eur,
  JP: { code: 'JPY', perCent: 1.5, step: 10 },
  KW: { code: 'KWD', perCent: 3.07, step: 50 },
};

/** Where the shop has no currency of the country's own, it sells in dollars. */
export const currencyIn = (country: string): Currency => currencyOf[country] ?? usd;

const taxes: Readonly<Record<string, number>> = {
  US: 0.07,
  GB: 0.2,
  DE: 0.19,
  FR: 0.2,
  BR: 0.12,
  JP: 0.1,
  IN: 0.18,
  AU: 0.1,
  KW: 0,
};

/** The tax that is added to prices. */
export const taxIn = (country: string): number => taxes[country] ?? 0;

/** An amount of US cents in a currency. */
export const amountIn = ({ perCent, step }: Currency, cents: number): number =>
  Math.max(step, Math.round((cents * perCent) / step) * step);
