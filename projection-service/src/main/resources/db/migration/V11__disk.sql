-- What containers may write outside of homes and, where no filesystem limits it, what they have written.
alter table container add column disk_mib int;
alter table container add column disk_used_mib bigint;

-- Where the filesystem keeps owners to their quota.
alter table home add column enforced boolean not null default false;
