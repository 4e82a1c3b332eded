/** A country the shop sells to, and what its people are like on average. */
export interface Country {
  readonly code: string;
  /** Share of all registrations; the shares sum to 1. */
  readonly share: number;
  /** IANA names, with the share of the country's people. */
  readonly zones: readonly (readonly [string, number])[];
  readonly languages: readonly (readonly [string, number])[];
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
  /** A phone number with `#` for digits; fictitious ranges where the country has one. */
  readonly phone: string;
}

const english = [
  [
    'James',
    'Olivia',
    'Liam',
    'Charlotte',
    'Noah',
    'Amelia',
    'Henry',
    'Grace',
    'Oscar',
    'Isla',
    'Ethan',
    'Ruby',
  ],
  ['Walker', 'Bennett', 'Hughes', 'Carter', 'Foster', 'Murphy', 'Reed', 'Barnes', 'O’Connor', 'Whitfield'],
] as const;

export const countries: readonly Country[] = [
  {
    code: 'US',
    share: 0.33,
    zones: [
      ['America/New_York', 0.48],
      ['America/Chicago', 0.29],
      ['America/Denver', 0.07],
      ['America/Los_Angeles', 0.16],
    ],
    languages: [
      ['en', 0.88],
      ['es', 0.12],
    ],
    firstNames: english[0],
    lastNames: english[1],
    phone: '+1 (2##) 555-01##',
  },
  {
    code: 'GB',
    share: 0.14,
    zones: [['Europe/London', 1]],
    languages: [['en-GB', 1]],
    firstNames: english[0],
    lastNames: english[1],
    phone: '+44 7700 900###',
  },
  {
    code: 'DE',
    share: 0.13,
    zones: [['Europe/Berlin', 1]],
    languages: [
      ['de', 0.92],
      ['en', 0.08],
    ],
    firstNames: ['Jürgen', 'Anke', 'Lukas', 'Mia', 'Björn', 'Greta', 'Felix', 'Sabine', 'Jonas', 'Käthe'],
    lastNames: ['Müller', 'Schröder', 'Weiß', 'Krüger', 'Bauer', 'Vogel', 'Groß', 'Hartmann', 'Jäger'],
    phone: '+49 151 ### ####',
  },
  {
    code: 'FR',
    share: 0.09,
    zones: [['Europe/Paris', 1]],
    languages: [
      ['fr', 0.96],
      ['en', 0.04],
    ],
    firstNames: ['Chloé', 'Lucas', 'Inès', 'Hugo', 'Léa', 'Théo', 'Manon', 'François', 'Zoé', 'Benoît'],
    lastNames: ['Lefèvre', 'Moreau', 'Dubois', 'Garnier', 'Rousseau', 'Chevalier', 'Benoît', 'Marchand'],
    phone: '+33 6 39 98 ## ##',
  },
  {
    code: 'BR',
    share: 0.1,
    zones: [
      ['America/Sao_Paulo', 0.9],
      ['America/Manaus', 0.1],
    ],
    languages: [['pt-BR', 1]],
    firstNames: [
      'João',
      'Beatriz',
      'Caio',
      'Larissa',
      'Mateus',
      'Débora',
      'Thiago',
      'Antônia',
      'Luan',
      'Júlia',
    ],
    lastNames: ['Silva', 'Souza', 'Araújo', 'Gonçalves', 'Barbosa', 'Conceição', 'Moraes', 'Teixeira'],
    phone: '+55 11 9####-####',
  },
  {
    code: 'JP',
    share: 0.07,
    zones: [['Asia/Tokyo', 1]],
    languages: [
      ['ja', 0.97],
      ['en', 0.03],
    ],
    firstNames: ['Haruto', 'Yui', 'Sota', 'Aoi', 'Ren', 'Hina', 'Daiki', 'Sakura', 'Kenta', 'Mio'],
    lastNames: ['Sato', 'Suzuki', 'Takahashi', 'Watanabe', 'Yamamoto', 'Kobayashi', 'Inoue', 'Shimizu'],
    phone: '+81 90-####-####',
  },
  {
    code: 'IN',
    share: 0.08,
    zones: [['Asia/Kolkata', 1]],
    languages: [
      ['en-IN', 0.6],
      ['hi', 0.4],
    ],
    firstNames: ['Aarav', 'Priya', 'Rohan', 'Ananya', 'Vikram', 'Kavya', 'Arjun', 'Meera', 'Ishaan', 'Divya'],
    lastNames: ['Sharma', 'Iyer', 'Patel', 'Reddy', 'Mukherjee', 'Nair', 'Chopra', 'Deshpande'],
    phone: '+91 98### #####',
  },
  {
    code: 'AU',
    share: 0.04,
    zones: [
      ['Australia/Sydney', 0.7],
      ['Australia/Brisbane', 0.2],
      ['Australia/Perth', 0.1],
    ],
    languages: [['en-AU', 1]],
    firstNames: english[0],
    lastNames: english[1],
    phone: '+61 491 570 ###',
  },
  {
    code: 'KW',
    share: 0.02,
    zones: [['Asia/Kuwait', 1]],
    languages: [
      ['ar', 0.8],
      ['en', 0.2],
    ],
    firstNames: ['Ahmad', 'Noura', 'Fahad', 'Dalal', 'Yousef', 'Maryam', 'Khaled', 'Latifa'],
    lastNames: ['Al-Mutairi', 'Al-Rashidi', 'Al-Ajmi', 'Al-Enezi', 'Al-Sabah', 'Al-Kandari'],
    phone: '+965 9### ####',
  },
];

/** A place to live: a country and one of its time zones. */
export interface Home {
  readonly country: Country;
  readonly zone: string;
  /** Share of all registrations. */
  readonly share: number;
}

/** All homes; their position is how the shop's users refer to them. */
export const homes: readonly Home[] = countries.flatMap((country) =>
  country.zones.map(([zone, share]) => ({ country, zone, share: share * country.share })),
);
