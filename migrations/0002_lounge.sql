-- The lounge's own tables: who sits in it, and what was said there.

-- One row: the number that the next message or change of a message takes. Whoever writes holds this row, so that
-- numbers become visible in order.
create table lounge_counter (
    lounge_counter_id bigint not null primary key,
    last_change bigint not null
);

insert into lounge_counter (lounge_counter_id, last_change) values (1, 0);

create table lounge_session (
    user_id text not null primary key,
    name text not null,
    name_key text not null unique,
    token_hash text not null unique,
    came_first bigint not null,
    zone text,
    locale text,
    entered_ms bigint not null
);

create table lounge_message (
    message_id bigint not null primary key,
    last_change bigint not null,
    at_ms bigint not null,
    channel text not null,
    parent_id bigint,
    user_id text,
    only_for text,
    about_seq bigint,
    kind text not null,
    message_key text not null unique,
    line text,
    body text not null,
    n_replies bigint not null,
    gone bigint not null
);

create index lounge_message_last_change on lounge_message (last_change);
create index lounge_message_channel on lounge_message (channel, message_id);
create index lounge_message_parent on lounge_message (parent_id, message_id);
create index lounge_message_about on lounge_message (about_seq);
