alter table container add column preset text;
alter table container add column preset_version int;
