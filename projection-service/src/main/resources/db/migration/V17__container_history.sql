-- What happened to each container, also to removed ones, and what nobody has requested.
create table container_event (
    owner text not null,
    sequence bigint not null,
    container text not null,
    name text not null,
    at timestamptz not null,
    what text not null,
    detail text,
    actor text not null,
    intent text,
    primary key (owner, sequence)
);

create index container_event_container on container_event (owner, container, sequence);
create index container_event_name on container_event (owner, name, sequence);

-- Earlier events are not projected again, so the views are built again from the beginning of the log.
truncate replay_position, owner_position, intent, intent_step, intent_member, container, port, image, audit, home, quarantined_record;
