-- Everything here is derived from the log and can be thrown away: dropping the schema makes the service build it anew.

create table replay_position (
    topic       text   not null,
    partition   int    not null,
    next_offset bigint not null,
    primary key (topic, partition)
);

-- How far an owner's events are in the views, for those who read what they wrote.
create table owner_position (
    owner    text primary key,
    sequence bigint not null
);

create table intent (
    id             text primary key,
    owner          text not null,
    kind           text,
    fingerprint    text,
    status         text not null,
    container      text,
    problem_code   text,
    problem_detail text,
    recorded_at    timestamptz,
    decided_at     timestamptz,
    ended_at       timestamptz,
    sequence       bigint
);

create table intent_step (
    intent   text        not null,
    sequence bigint      not null,
    at       timestamptz not null,
    what     text        not null,
    detail   text,
    primary key (intent, sequence)
);

create table container (
    id          text primary key,
    owner       text        not null,
    name        text        not null,
    image       text        not null,
    digest      text        not null,
    host        text        not null,
    milli_cpus  int         not null,
    memory_mib  int         not null,
    pids        int         not null,
    state       text        not null,
    settled     text        not null,
    ordered     int         not null,
    reason      text,
    exit_code   int,
    ssh_address text,
    ssh_port    int,
    host_key    text,
    created_at  timestamptz not null,
    changed_at  timestamptz not null,
    started_at  timestamptz,
    sequence    bigint      not null
);

create index container_of_owner on container (owner, created_at desc, id desc);
