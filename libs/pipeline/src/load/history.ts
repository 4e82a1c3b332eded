import { quoteIdentifier } from '@acme/db';
import type { Entity } from '@acme/models';
import type { Scratch } from '../sql/scratch';
import type { Changes } from '../staleness/all-changes';
import type { SourceContext } from '../context/load-context';

/**
 * Adds a value to the history where an attribute changed: part of the merge that has the changes. It holds from the
 * row's updated_at on; where that is not later than what is known already, as after a skewed clock or a restore, from
 * the now of the last run that still saw the earlier value. So the newest state seen is always the latest one, and
 * nothing holds from an instant that has yet to come.
 *
 * What the generation does not provide stays as it was known last. Of one version of a row the v2 source knows more: what it
 * said stands against what the legacy source says of the same version.
 */
export async function recordHistory(
  context: SourceContext,
  entity: Entity,
  staging: Scratch<'staging'>,
  changes: Changes,
): Promise<void> {
  if (!entity.history) return;
  const { generation, runId } = context;
  const provided = entity.history.filter((name) => !entity.unavailable?.includes(name));
  const attributes = entity.history.map(quoteIdentifier);
  const changed = provided
    .map((name) => `change.old_${name} is distinct from change.new_${name}`)
    .join(' or ');
  const news = provided
    .map((name) => `known.${quoteIdentifier(name)} is distinct from staged.${quoteIdentifier(name)}`)
    .join(' or ');
  const values = entity.history.map(
    (name) => `${provided.includes(name) ? 'staged' : 'known'}.${quoteIdentifier(name)}`,
  );
  const list = attributes.join(', ');
  await context.warehouse.query(
    `with known as materialized (
       select distinct on (history.user_token) history.*
       from (
         select distinct staged.user_token
         from ${staging.name} as staged join ${changes.name} as change on change.id = staged.id
       ) as wanted
       join core.${entity.name}_history as history on history.user_token = wanted.user_token
       order by history.user_token, history.valid_from desc
     ),
     said as materialized (
       select staged.user_token, ${values.join(', ')}, staged.updated_at, known.valid_from as known_from,
         least(staged.updated_at, this_run.now) as holds_from, seen.logical_now as last_seen,
         -- A version that brought nothing new left no entry of its own: core's row shows that v2 had it.
         known.generation <> $2::text and (known.version_at = staged.updated_at
           or $2::text = 'legacy' and change.old_version_at = staged.updated_at) as of_known_version
       from ${staging.name} as staged
       join ${changes.name} as change on change.id = staged.id
       cross join this_run
       left join known on known.user_token = staged.user_token
       left join etl.watermarks on watermarks.entity = $3::text
       -- A row that was in quarantine was seen last, for all that is known, when its value was noted.
       left join etl.runs as seen on seen.run_id =
         case when change.is_new then known.loaded_run_id else greatest(watermarks.seen_run_id, change.old_run_id) end
       where (change.is_new or ${changed}) and (known.user_token is null or ${news})
     )
     insert into core.${entity.name}_history (user_token, valid_from, version_at, ${list}, generation, loaded_run_id)
     select user_token,
       case
         when of_known_version then known_from
         when known_from is null or holds_from > known_from then holds_from
         else greatest(last_seen, known_from + interval '1 microsecond')
       end,
       updated_at, ${list}, $2::text, $1::bigint
     from said
     where $2::text = 'v2' or not coalesce(of_known_version, false)
     on conflict (user_token, valid_from) do update set
       ${attributes.map((name) => `${name} = excluded.${name}`).join(', ')},
       version_at = excluded.version_at, generation = excluded.generation, loaded_run_id = excluded.loaded_run_id`,
    [runId, generation, entity.name],
  );
}
