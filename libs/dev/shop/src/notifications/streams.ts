/** Streams of random numbers of the notifications, beside those of `purpose`. */
export const stream = {
  orders: 101,
  accounts: 102,
  alerts: 103,
  campaigns: 104,
  recipients: 105,
  promotions: 106,
  troubles: 107,
  erasure: 108,
  rows: 109,
} as const;
