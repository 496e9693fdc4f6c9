-- Earlier intents are not projected again, so the views are built again from the beginning of the log.
truncate replay_position, owner_position, intent, intent_step, intent_member, container, container_event, port, image, audit, home,
    quarantined_record;

-- Who requested an intent, what about, what caused it, and the numbers of a rejection: for lists of intents.
alter table intent add column at timestamptz not null;
alter table intent add column actor text not null;
alter table intent add column origin text;
alter table intent add column cause text;
alter table intent add column target text;
alter table intent add column problem_numbers text;
alter table intent add column problem_hosts text;

create index intent_of_owner on intent (owner, at desc, id desc);
create index intent_at on intent (at desc, id desc);
create index intent_member_container on intent_member (container);
