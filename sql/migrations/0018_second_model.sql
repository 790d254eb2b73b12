-- New tenants are scored by the second model; who was here before stays until the setting is changed.
alter table app.settings alter column scoring_model set default 'weakest-link-blend/2';
