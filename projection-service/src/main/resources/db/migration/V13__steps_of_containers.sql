alter table intent_step add column container text;
