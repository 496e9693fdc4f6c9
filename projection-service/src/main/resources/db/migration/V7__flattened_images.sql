alter table image alter column from_container drop not null;
alter table image alter column from_container_name drop not null;
