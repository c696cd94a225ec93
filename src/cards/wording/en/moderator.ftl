# The words of Huzzah in English: moderator.

# Judging entries
judgement-voided = Entry { $entry } of { $member } no longer counts.
judgement-accepted = Entry { $entry } of { $member } counts now.
judgement-rejected = Entry { $entry } of { $member } is not accepted.
judgement-added = Entry { $entry } is added for { $member }.
judgement-what = { $amount }, { $day }
judgement-about = { $challenge }: { $what }
judgement-now = { $member } now: { $standing }.
judgement-told = The member is told privately, with your reason. It is in the audit trail.
judgement-told-plainly = The member is told privately. It is in the audit trail, without a reason.
judgement-told-no-reason = The member is told privately. Add reason:"…" next time: the audit trail and the member have none.
judgement-added-held = It is above what one entry may be, so it waits. Accept it with { $command }.
judgement-amends = Round { $round } is closed and its table stays; the change is posted as an amendment.
judgement-amends-final = The result is final and stays as it is; the change is posted as an amendment.
judgement-challenge-only = Its round had closed, so it counts for the challenge only.
judgement-tickets = The tickets of the running draw follow.

# What the member concerned is told
told-voided = { $moderator } took your entry { $entry } in { $challenge } out of the count.
told-accepted = Your entry { $entry } in { $challenge } counts now. { $moderator } accepted it.
told-rejected = { $moderator } could not accept your entry { $entry } in { $challenge }.
told-added = { $moderator } added an entry for you in { $challenge }.
told-entry = Entry { $entry }: { $what }
told-reason = The reason: { $reason }
told-no-reason = No reason was given.
told-disagree = If that looks wrong to you, just talk to { $moderator }.
told-why = Show my entries

# Waiting entries
held-title = { $n ->
    [0] No entry is waiting in { $challenge }
    [one] { $n } entry is waiting in { $challenge }
   *[other] { $n } entries are waiting in { $challenge }
}
held-none = All entries are judged. Thank you!
held-caption = Waiting entries in { $challenge }, oldest first
held-column-member = Member
held-own = Your own entries wait for another moderator.
held-how = Accept or reject with the buttons, or type { $accept } or { $reject }.
held-closes = The round closes { $time }. What is accepted later counts for the challenge only.
held-reason = could not be confirmed
held-accept = Accept { $entry }
held-reject = Reject { $entry }

# Acts on challenges
act-done = Done: { $challenge }
act-rests = It is announced after the quiet hours: { $time }.
act-opened = { $challenge } is open.
act-opened-later = It starts { $time }. Members can join now with { $command }.
act-opened-now-join = It runs from now on. Members join with { $command }, then log: { $report }
act-opened-now = It runs from now on. Members join with { $command }, or just log: { $report }
act-opened-draw = The draw's commitment is { $commitment }; the seed is published at the close.
act-paused = { $challenge } is paused.
act-paused-what = Entries are refused until { $command }. Rounds close as usual.
act-resume = Resume
act-resumed = { $challenge } runs again.
act-resumed-what = Entries count again.
act-cancelled = { $challenge } is called off.
act-cancelled-what = There are no winners. All entries are kept.
act-ended = { $challenge } is over.
act-ended-what = Late entries and corrections work until the result is final: { $time }.
act-ended-held = { $n ->
    [one] { $n } entry still waits for a moderator.
   *[other] { $n } entries still wait for a moderator.
}
act-final = The result of { $challenge } is final.
act-edited = The rules of { $challenge } are changed.
act-edited-what = { $n ->
    [one] Changed: { $rules }. It works from now on.
   *[other] Changed: { $rules }. They work from now on.
}
act-redrawn = { $challenge } is drawn again.
act-redrawn-round = Round { $round } of { $challenge } is drawn again.
act-redrawn-what = { $n ->
    [one] The new winner is { $winners }. The post is corrected.
   *[other] The new winners are { $winners }. The post is corrected.
}

# The audit trail
audit-title = Who did what
audit-none = No moderator has done anything yet.
audit-caption = Newest first, page { $page }
audit-clock = the clock
audit-no-reason = no reason on record
audit-column-number = Number
audit-column-when = When
audit-column-who = Who
audit-column-what = What
audit-column-why = Why
audit-setup = changed the community's settings
audit-drafted = wrote { $challenge } down
audit-edited = changed { $challenge }: { $rules }
audit-opened = opened { $challenge }
audit-paused = paused { $challenge }
audit-resumed = resumed { $challenge }
audit-cancelled = called { $challenge } off
audit-ended = ended { $challenge }
audit-redrawn = drew { $challenge } again: { $winners }
audit-added = added entry { $entry } for { $member } in { $challenge }
audit-voided = voided entry { $entry } of { $member } in { $challenge }
audit-accepted = accepted entry { $entry } of { $member } in { $challenge }
audit-rejected = rejected entry { $entry } of { $member } in { $challenge }

# The community's settings
settings-community = The community's settings
settings-setup-how = Change one at a time, for example { $command }. { $doctor } checks that everything works.
settings-feed = Announcements
settings-no-feed = nowhere yet: choose a channel with { $command }
settings-closes = Weekly rounds close
settings-day-ends = A day ends
settings-day-ends-at = at { $clock }
settings-day-ends-from = at { $clock }, works from { $time }; until then at { $before }
settings-locale = Language and numbers
settings-quiet = Quiet hours
settings-quiet-off = none
settings-quiet-later = { $hours }, once the zone is set
settings-moderators = Moderators too
settings-check = Check everything

# The channel for news
feed-test = Set up by { $who }: news and winners will come here.
feed-test-change = Change it with { $command }.
feed-remove = Remove
feed-removed = Pressing Remove below a test post takes it away.
feed-removed-feed = News and winners still come to { $feed }.
feed-here = Nobody had chosen a channel for news yet, so news and winners will come to { $feed }. Change it with { $command }.

# Posts that are stuck
posts-none = Every post went out.
posts-title = { $n ->
    [one] One post did not surely go out.
   *[other] { $n } posts did not surely go out.
}
posts-how = Look into { $feed }: say which are there, and let those that are missing be posted again.
posts-no-feed = No channel is chosen for news. Choose one with { $command } first, then let them be posted again.
posts-unknown = { $number }. May be there or not: { $title } ({ $time })
posts-failed = { $number }. Is not there: { $title } ({ $time })
posts-gone = something that is gone by now
posts-more = { $n ->
    [one] And one more, which comes up here once these are settled.
   *[other] And { $n } more, which come up here once these are settled.
}
posts-button-again = Post { $number } again
posts-button-there = { $number } is there
posts-button-leave = Leave { $number } out
posts-all = Leave all as they are
posts-all-confirm = None of the { $n } posts will be posted again. Leave them as they are?
posts-again = It is on its way again.
posts-there = Noted: it will not be posted again.
posts-settled = Somebody has seen to that already: it is on its way, or it went out.

# The check-up
doctor-well = Everything is as it should be.
doctor-title = { $n ->
    [one] { $n } thing needs a hand.
   *[other] { $n } things need a hand.
}
doctor-checked = Checked { $time }
doctor-ok = OK
doctor-ok-but = OK. { $remark }
doctor-fix = needs a hand. { $fix }
doctor-again = Check again

# Forms for moderators
ask-create = New challenge
ask-create-submit = Show the rules
ask-title = Title
ask-title-hint = What everybody will call it, for example Spring walk
ask-unit = Unit
ask-unit-hint = What is measured: km, kg, min, pushups… Empty for check-ins and checklists.
ask-scoring = How is it scored?
ask-scoring-hint = total adds up, goal is everyone's own, active_days counts days…
ask-direction = Which way is better?
ask-direction-hint = Needed for change and percent_change.
ask-ends = Last day
ask-ends-hint = For example 2027-02-28. Empty: until you end it.
ask-rounds = Rounds
ask-rounds-hint = Each round has winners of its own.
ask-prize = Prize
ask-prize-hint = What the winners get, and how.
ask-purpose = Purpose
ask-purpose-hint = What it is good for: one sentence that makes people want to join.
ask-kind = What is an entry?
ask-kind-hint = increments add up; readings say what the scale shows.
ask-starts = First day
ask-starts-hint = For example 2027-01-05. Empty: when you open it.
ask-closes = When do rounds close?
ask-closes-hint = Empty: { $closes } for weekly rounds. Also 20:00 daily, last 20:00 monthly.
ask-winners = How many places win?
ask-winners-hint = Empty: 3
ask-tie = Equal scores
ask-tie-hint = shared: one place for all; earliest: who was first wins.
ask-look-back = How late may one log and undo?
ask-look-back-hint = Empty: 48h
ask-day-cap = Most that one day counts
ask-day-cap-hint = For example 5 kg. Empty: no cap.
ask-entry-max = Most that one entry may be
ask-entry-max-hint = Above it an entry waits for a moderator. Empty: no limit.
ask-items = Checklist
ask-items-hint = For completion: Intro; Module 1; Module 2
ask-join-until = Last day to join
ask-join-until-hint = Empty: until the end.
ask-sensitive = Keep numbers private?
ask-sensitive-hint = on: others see percent and rank only. Usual for body weight and money.
ask-quiet = Confirm entries privately?
ask-quiet-hint = on: entries are not shown in the channel.
ask-grace = How long may late entries come in?
ask-grace-hint = After the end, before the result is final. Empty: 24h
ask-setup = Community settings
ask-community-zone = The community's time zone
ask-feed = Channel for announcements
ask-feed-hint = For example #announcements
ask-community-closes = When do weekly rounds close?
ask-community-closes-hint = For example sun 20:00, in the community's time zone.
ask-quiet-hours = Quiet hours
ask-quiet-hours-hint = For example 22-08, or off
ask-day-ends = When does a day end?
ask-day-ends-hint = 04:00: a run at one in the morning is still today.
ask-community-locale = Language and numbers
ask-moderators = Moderators
ask-moderators-hint = A role or user group that may do what moderators do.
