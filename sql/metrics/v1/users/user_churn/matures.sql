-- With every new day another one is complete.
select distinct vocabulary.v1_word as slice
from maturing
cross join this_run
join core.vocabulary as vocabulary on vocabulary.field = 'users.status'
where etl.local_day(maturing.after, this_run.zone) < this_run.today
