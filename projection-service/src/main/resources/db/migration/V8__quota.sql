-- What counts against the owner's quota. Of containers that were made with a preset before this, a rebuild tells it exactly.
alter table container add column counted_milli_cpus int not null default 0;
alter table container add column counted_memory_mib int not null default 0;
alter table container add column counted_pids int not null default 0;
alter table container add column counted_ports int not null default 0;
update container set counted_milli_cpus = milli_cpus, counted_memory_mib = memory_mib, counted_pids = pids,
    counted_ports = (select count(*) from port where port.container = container.id);
