-- What is left in staging keeps the model, whatever an earlier version of the row of entity $1 did.
delete from etl.quarantine
using staging
where quarantine.entity = $1 and quarantine.source_id = staging.id;
