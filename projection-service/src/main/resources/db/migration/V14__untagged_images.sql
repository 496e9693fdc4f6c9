-- When a host had deleted an image that has no name any more. Until then the image occupies space.
alter table image add column deleted_at timestamptz;

-- Images that were removed before this column existed are assumed to be deleted, unless a container of their owner uses them.
update image set deleted_at = removed_at
    where state = 'removed'
      and not exists (select 1 from container where container.owner = image.owner and container.digest = image.digest);
