-- How often the snapshot was dropped: what was taken before that must not be finished after it.
alter table snapshot add column epoch bigint not null default 0;
