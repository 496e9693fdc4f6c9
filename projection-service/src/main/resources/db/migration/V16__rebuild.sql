-- V14 left removed images without deleted_at if a container used their digest, also if their host had already deleted them. The event
-- that sets deleted_at was projected before and is not repeated, so the views are built again from the beginning of the log.
truncate replay_position, owner_position, intent, intent_step, intent_member, container, port, image, audit, home, quarantined_record;
