alter table container add column settings text not null default '{}';

create table port (
    container text        not null,
    number    int         not null,
    protocol  text        not null,
    owner     text        not null,
    address   text        not null,
    since     timestamptz not null,
    primary key (container, number, protocol)
);

create index port_of_owner on port (owner, number);
