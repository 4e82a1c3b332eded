import type { PlanNode } from './plan-log';

/** A node may throw away this many times the rows that it was given or gives. */
const tolerated = 50;

/** What is thrown away in less than this is nobody's concern, whatever the proportion. */
const trifle = 250_000;

export interface Waste {
  /** What the node does, and to what. */
  readonly node: string;
  readonly discarded: number;
  readonly read: number;
}

/**
 * The nodes of a plan that discard far more rows than they were given and give: the mark of a loop over all pairs.
 * Given to a join are the rows of its two sides, each counted once; to a scan inside a loop, the rows of its relation
 * once, and one for each turn.
 */
export function wasteOf(plan: PlanNode): Waste[] {
  const found: Waste[] = [];
  const discarded = removedInOneTurn(plan) * plan['Actual Loops'];
  const read = givenTo(plan);
  if (discarded > trifle && discarded > tolerated * (read + plan['Actual Rows'] * plan['Actual Loops']))
    found.push({ node: nameOf(plan), discarded, read });
  return [...found, ...(plan.Plans ?? []).flatMap(wasteOf)];
}

function givenTo(node: PlanNode): number {
  const turns = node['Actual Loops'];
  const isJoin = /Join|Nested Loop/.test(node['Node Type']);
  if (!isJoin) return turns + node['Actual Rows'] + removedInOneTurn(node);
  return (node.Plans ?? []).reduce((sum, side) => sum + side['Actual Rows'], turns);
}

const removedInOneTurn = (node: PlanNode) =>
  (node['Rows Removed by Filter'] ?? 0) +
  (node['Rows Removed by Join Filter'] ?? 0) +
  (node['Rows Removed by Index Recheck'] ?? 0);

const nameOf = (node: PlanNode) => `${node['Node Type']} (${relationsOf(node).join(' with ')})`;

function relationsOf(node: PlanNode): string[] {
  const relation = node['Relation Name'] ?? node['CTE Name'];
  return relation ? [relation] : (node.Plans ?? []).flatMap(relationsOf);
}
