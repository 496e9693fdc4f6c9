create table image (
    id                  text    primary key,
    owner               text    not null,
    name                text    not null,
    state               text    not null,
    host                text    not null,
    message             text,
    from_container      text    not null,
    from_container_name text    not null,
    from_image          text    not null,
    from_digest         text    not null,
    flattened           boolean not null,
    number              int     not null,
    digest              text,
    size_bytes          bigint,
    own_bytes           bigint,
    layers              int,
    created_at          timestamptz,
    removed_at          timestamptz
);

create index image_of_owner on image (owner, state, name);
create index image_of_digest on image (owner, digest);
create index image_of_container on image (from_container, number);
