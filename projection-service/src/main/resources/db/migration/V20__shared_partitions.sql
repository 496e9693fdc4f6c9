-- The reader that may write the views of a partition: a random id of each assignment. A reader that has lost the partition cannot commit.
alter table replay_position add column holder text;
