grant select (
  id, email, phone, name, status, subscription_type, email_verified, created_at, updated_at, last_login_at
) on users_legacy to :"source_reader";

grant select (id, user_id, activity_type, created_at) on user_activity_legacy to :"source_reader";
