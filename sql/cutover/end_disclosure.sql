-- Core keeps nothing to show any longer, so a run that shows tokens need not read the accounts again.
update etl.watermarks set disclosure = 'tokens'
where entity = 'users'
  and disclosure = 'direct'
  and not exists (
    select from core.users
    where email_shown is not null or phone_shown is not null or full_name_shown is not null
  )
