-- Only bigint, text and bytea, so that one text serves SQLite and PostgreSQL. Times are milliseconds UTC.

create table community (
    community_id bigint not null primary key,
    last_seq bigint not null,
    next_due_ms bigint,
    name text not null,
    created_ms bigint not null
);
create index community_due on community (next_due_ms);

create table space (
    space_id bigint not null primary key,
    community_id bigint not null references community (community_id),
    platform text not null,
    platform_space text not null,
    name text not null,
    feed text,
    unique (platform, platform_space)
);
create index space_community on space (community_id);

-- A forgotten person's identity keeps its number but loses its platform_user, which may then arrive as someone new.
create table identity (
    community_id bigint not null,
    identity_no bigint not null,
    space_id bigint not null references space (space_id),
    platform_user text,
    name text not null,
    locale text,
    primary key (community_id, identity_no),
    unique (space_id, platform_user)
);

-- The stream: one row a community and commit. The checksum guards the body against a flipped bit.
create table page (
    community_id bigint not null,
    first_seq bigint not null,
    at_ms bigint not null,
    checksum bigint not null,
    body text not null,
    primary key (community_id, first_seq)
);

-- Every word by or about a person, keyed by the event it belongs to.
create table note (
    community_id bigint not null,
    seq bigint not null,
    kind text not null,
    identity_no bigint not null,
    body text not null,
    primary key (community_id, seq, kind)
);
create index note_person on note (community_id, identity_no);

-- Frozen tables. part_no -1 is the header, written last: a result without it is still being filed.
create table result (
    community_id bigint not null,
    challenge_no bigint not null,
    round_no bigint not null,
    part_no bigint not null,
    close_seq bigint not null,
    body text not null,
    primary key (community_id, challenge_no, round_no, part_no)
);

-- seq 0 and format 0 mean that there is no snapshot yet.
create table snapshot (
    community_id bigint not null primary key,
    seq bigint not null,
    format bigint not null,
    checksum bigint not null,
    head bytea not null
);

create table snapshot_part (
    community_id bigint not null,
    kind text not null,
    part_no bigint not null,
    seq bigint not null,
    checksum bigint not null,
    body bytea not null,
    primary key (community_id, kind, part_no, seq)
);

-- The outbox: never text or names. state is waiting, sending, sent, failed or unknown.
create table delivery (
    community_id bigint not null,
    seq bigint not null,
    kind text not null,
    space_id bigint not null,
    due_ms bigint not null,
    state text not null,
    owner text,
    lease_ms bigint,
    attempts bigint not null,
    message_ref text,
    parent_seq bigint,
    primary key (community_id, seq, kind, space_id)
);
create index delivery_state on delivery (state, due_ms);

-- Seeds of draws until they are revealed.
create table secret (
    community_id bigint not null,
    challenge_no bigint not null,
    round_no bigint not null,
    seed text not null,
    primary key (community_id, challenge_no, round_no)
);

-- One row, written to find out whether the database takes writes again.
create table probe (
    probe_id bigint not null primary key,
    probed_ms bigint not null
);
