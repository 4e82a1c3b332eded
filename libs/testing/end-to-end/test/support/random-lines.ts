import type { Chance } from './chance';

const noLists = [
  '',
  'null',
  '{}',
  '"[]"',
  '[1]',
  '[null]',
  '[[]]',
  '[{"product_id": 1',
  '[{"product_id": 1, "unit_price": 1, "product_name": "\\u0000"}]',
];

/** What a legacy order says of its lines: lists of lines, more or less odd, NULL, or no list at all. */
export function itemsJson(
  chance: Chance,
  odd: number,
  amount: () => string | number | boolean | null,
): string | null {
  if (chance.next() < odd) return chance.pick(noLists);
  const or = (values: readonly string[], usual: () => string) =>
    chance.next() < odd / 2 ? chance.pick(values) : usual();
  const lines = Array.from({ length: chance.below(4) }, () => {
    const price = JSON.stringify(amount());
    const members = [
      `"product_id": ${or(['null', '"mug"', '1.5', '9223372036854775808', 'true', '[1]', '-0', '9223372036854775807'], () => chance.pick(['1', '2', '3', '"4"', '5.0', '6e0']))}`,
      `"unit_price": ${or(['null', '1e400', '"1"', 'true', '0.101', '1e-9'], () => price)}`,
      chance.pick([`"total_price": ${price}`, '"total_price": null', '"x": {"y": [1]}']),
      `"quantity": ${or(['0.5', '"two"', '2147483648', '-2147483648', '-2', '1e99'], () => chance.pick(['1', '2', '3.0', '0', 'null', '"2"']))}`,
      `"product_name": ${chance.pick(['"Ball"', '"Bat"', 'null', '5', '"é\\ud83d\\ude00"'])}`,
      `"product_category": ${or([`"${'x'.repeat(201)}"`], () => chance.pick(['"toys"', '"books"', 'null', '""']))}`,
    ];
    return `{${members.join(', ')}}`;
  });
  return chance.maybe(0.95, () => `[${lines.join(', ')}]`);
}
