-- Public messages that answer a command, of every platform, so that one delivery posts once and an undo finds its
-- message. state is sending, sent or unknown. Slack's rows come from slack_message, which nothing reads any more; it goes
-- when no release is left that writes it.
create table message (
    platform text not null,
    message_key text not null,
    platform_space text not null,
    channel text not null,
    platform_message text,
    user_id text,
    about_seq bigint,
    state text not null,
    made_ms bigint not null,
    primary key (platform, message_key)
);
create index message_about on message (platform, platform_space, about_seq);
create index message_made on message (platform, made_ms);
insert into message (platform, message_key, platform_space, channel, platform_message, user_id, about_seq, state, made_ms)
select 'slack', message_key, platform_space, channel, ts, user_id, about_seq, state, made_ms
from slack_message;

-- Troubles that a moderator has been told about, on every platform; Slack's come from slack_told, as above.
create table told (
    platform text not null,
    platform_space text not null,
    subject text not null,
    told_ms bigint not null,
    primary key (platform, platform_space, subject)
);
insert into told (platform, platform_space, subject, told_ms)
select 'slack', platform_space, subject, told_ms
from slack_told;

-- Discord's own tables.

-- The commands registered for an application, or for one server of it (scope; empty for all): their hash, and their ids by
-- name as JSON.
create table discord_app (
    application_id text not null,
    scope text not null,
    command_hash text not null,
    command_ids text not null,
    primary key (application_id, scope)
);

-- Command lines too long to travel in their buttons. user_id is whom the card with the button answered last, so that her
-- words go when she is forgotten; null in posts.
create table discord_button (
    button_id text not null primary key,
    line text not null,
    user_id text,
    made_ms bigint not null
);
create index discord_button_made on discord_button (made_ms);
create index discord_button_user on discord_button (user_id);

-- Servers. state is here or gone.
create table discord_guild (
    guild_id text not null primary key,
    name text not null,
    state text not null,
    state_ms bigint not null
);
create index discord_guild_state on discord_guild (state, state_ms);
