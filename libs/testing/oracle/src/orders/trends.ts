import { dayOfText, dayText, daysBetween, type Day } from '../base/calendar';
import { groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import type { World } from '../base/world';
import { sum } from './numbers';
import { productDaily } from './products';

interface Sales {
  units: number;
  net: number;
  category: string;
}

interface Trend {
  day: Day;
  productId: string;
  currency: string;
  category: string;
  units: number;
  unitsPrior: number;
  net: number;
  netPrior: number;
}

/**
 * Grain: as-of day × product_id × currency, complete days only. Trailing 7 days (D−6…D) against the 7
 * before (D−13…D−7): `units_7d`, `units_prior_7d`, `net_before_refunds_7d_cents`, `net_before_refunds_prior_7d_cents`, `growth_ratio`
 * = (7 d − prior)/prior of net, "NULL unless the prior is positive"; `category` of product_daily's latest day of the 14; `rank_in_category` =
 * rank() by net_before_refunds_7d_cents descending within day × currency × category; rows where either week has units.
 */
export function productTrendsDaily(world: World): Row[] {
  const products = groupBy(productDaily(world), ({ product_id, currency }) => ({
    product_id: product_id!,
    currency: currency!,
  }));
  const trends = products.flatMap(({ grain, items }) =>
    trendsOf(String(grain.product_id), String(grain.currency), items, world.today - 1),
  );
  const rivals = groupBy(trends, ({ day, currency, category }) => ({ day, currency, category }));
  return rivals.flatMap(({ items }) => rankedRows(items));
}

function trendsOf(productId: string, currency: string, dailyRows: Row[], yesterday: Day): Trend[] {
  const salesOn = new Map<Day, Sales>();
  for (const row of dailyRows) {
    const { units, net_before_refunds_cents: net } = row;
    salesOn.set(dayOfText(String(row.day)), {
      units: Number(units),
      net: Number(net),
      category: String(row.category),
    });
  }
  const days = [...salesOn.keys()].sort((a, b) => a - b);
  const lastDay = Math.min(days[days.length - 1]! + 13, yesterday);
  const trends: Trend[] = [];
  for (const day of daysBetween(days[0]!, lastDay)) {
    const prior = salesIn(salesOn, day - 13, day - 7);
    const current = salesIn(salesOn, day - 6, day);
    const trend: Trend = {
      day,
      productId,
      currency,
      category: [...prior, ...current].pop()?.category ?? '',
      units: sum(current, ({ units }) => units),
      unitsPrior: sum(prior, ({ units }) => units),
      net: sum(current, ({ net }) => net),
      netPrior: sum(prior, ({ net }) => net),
    };
    if (trend.units > 0 || trend.unitsPrior > 0) trends.push(trend);
  }
  return trends;
}

/** Of the days that have any, in their order. */
function salesIn(salesOn: Map<Day, Sales>, first: Day, last: Day): Sales[] {
  const found: Sales[] = [];
  for (let day = first; day <= last; day += 1) {
    const sales = salesOn.get(day);
    if (sales !== undefined) found.push(sales);
  }
  return found;
}

/** rank(): equals share a rank, the next one leaves a gap. */
function rankedRows(rivals: Trend[]): Row[] {
  const rankOf = new Map<number, number>();
  const descending = rivals.map(({ net }) => net).sort((a, b) => b - a);
  for (const [index, net] of descending.entries()) if (!rankOf.has(net)) rankOf.set(net, index + 1);
  return rivals.map((trend) => ({
    day: dayText(trend.day),
    product_id: trend.productId,
    currency: trend.currency,
    category: trend.category,
    units_7d: trend.units,
    units_prior_7d: trend.unitsPrior,
    net_before_refunds_7d_cents: trend.net,
    net_before_refunds_prior_7d_cents: trend.netPrior,
    growth_ratio: trend.netPrior > 0 ? (trend.net - trend.netPrior) / trend.netPrior : null,
    rank_in_category: rankOf.get(trend.net)!,
  }));
}
