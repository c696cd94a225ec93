-- Who moderates a space beside those whom its platform or the settings name: mentions, separated by spaces.
alter table space add column moderators text;
-- Who chose the feed, by the platform's id.
alter table space add column feed_by text;

-- Slack's own tables. enterprise_id is empty where a workspace belongs to no organisation.

-- Workspaces that installed the app. Tokens are sealed. state is here or gone; a gone one has no tokens.
create table slack_installation (
    enterprise_id text not null,
    team_id text not null,
    name text not null,
    app_id text not null,
    bot_user text not null,
    installer text,
    scopes text not null,
    token text,
    refresh text,
    expires_ms bigint,
    state text not null,
    state_ms bigint not null,
    primary key (team_id, enterprise_id)
);
create index slack_installation_state on slack_installation (state, state_ms);

-- The `state` values of installations under way, hashed.
create table slack_state (
    state_hash text not null primary key,
    made_ms bigint not null
);

-- Public messages that answer a command, so that one delivery posts once and an undo finds its message. state is
-- sending, sent or unknown.
create table slack_message (
    message_key text not null primary key,
    platform_space text not null,
    channel text not null,
    ts text,
    user_id text,
    about_seq bigint,
    state text not null,
    made_ms bigint not null
);
create index slack_message_about on slack_message (platform_space, about_seq);
create index slack_message_made on slack_message (made_ms);

-- Troubles that a moderator has been told about, so that she is told once.
create table slack_told (
    platform_space text not null,
    subject text not null,
    told_ms bigint not null,
    primary key (platform_space, subject)
);
