grant select (
  id, email, phone, full_name, status, subscription_tier, email_verified_at, created_at, updated_at, last_activity_at,
  deleted_at, signup_source, country_code
) on users_v2 to :"source_reader";

grant select (id, user_id, activity_type, created_at, platform) on user_activity_v2 to :"source_reader";
