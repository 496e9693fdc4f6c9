alter table intent add column batch int;
alter table intent add column outcomes int not null default 0;
alter table intent add column failures int not null default 0;

create table intent_member (
    intent         text   not null,
    container      text   not null,
    sequence       bigint not null,
    name           text   not null,
    status         text   not null,
    problem_code   text,
    problem_detail text,
    primary key (intent, container)
);
