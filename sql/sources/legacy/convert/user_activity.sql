-- Events of the legacy source.
select
  legacy.id,
  legacy.user_token,
  types.v2_word as activity_type,
  legacy.created_at,
  null as platform,
  array[
    case
      when legacy.activity_type is not null and types.v2_word is null then 'activity_type: outside the vocabulary'
    end
  ] as defects
from legacy_rows as legacy
left join core.vocabulary as types
  on types.field = 'user_activity.activity_type' and types.v1_word = legacy.activity_type and types.read
