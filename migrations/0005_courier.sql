-- When a post was tried last: what became visible of it did so after that instant.
alter table delivery add column claimed_ms bigint;
