create table quarantined_record (
    position   text primary key,
    state      text        not null,
    at         timestamptz not null,
    record_key text,
    headers    text,
    content    text,
    reason     text        not null
);
