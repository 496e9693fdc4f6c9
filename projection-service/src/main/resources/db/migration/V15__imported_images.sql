alter table image add column imported boolean not null default false;
