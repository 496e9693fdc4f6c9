alter table container add column out_of_memory boolean not null default false;
