create table audit (
    id             text primary key,
    at             timestamptz not null,
    actor          text        not null,
    account        text,
    subject        text,
    action         text,
    request        text,
    origin         text,
    result         text        not null,
    problem_code   text,
    problem_detail text,
    ended_at       timestamptz
);
create index audit_at on audit (at desc, id desc);
create index audit_account on audit (account, at desc);
create index audit_actor on audit (actor, at desc);

-- What happened before this is read again from the log, from its beginning.
truncate replay_position, owner_position, intent, intent_step, intent_member, container, port, image;
