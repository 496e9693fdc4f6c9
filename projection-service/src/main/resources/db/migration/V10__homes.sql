create table home (
    owner     text   not null,
    host      text   not null,
    mebibytes bigint not null,
    primary key (owner, host)
);
