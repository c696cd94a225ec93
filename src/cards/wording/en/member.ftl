# The words of Huzzah in English: member.

# Several pages
page-no-challenge = I can't find that challenge.
page-see-challenges = { $command } shows all there are.
page-place = place { $rank } of { $n }
page-score-and-place = { $score }, place { $rank } of { $n }
page-check-in = check-in
page-newer = Show newer
page-older = Show older
page-leaderboard = Show leaderboard
page-join = Join
page-rules = Show the rules

# A member's page
profile-mine = Your page
profile-of = { $member }'s page
profile-nothing-mine = You are not in a challenge yet. { $command } shows what you can join.
profile-past-mine = { $n ->
    [one] You are not in a running challenge at the moment; the one you took part in is over. { $command } shows its result and what you can join.
   *[other] You are not in a running challenge at the moment; the { $n } you took part in are over. { $command } shows their results and what you can join.
}
profile-nothing-of = Not in a running challenge at the moment.
profile-no-score = no score yet
profile-whole = So far: { $standing }.
profile-round = This round: { $standing }.
profile-run = { $n } days in a row (best: { $best }).
profile-best-run = Best run: { $best } days in a row.
profile-starts = Starts { $time }.
profile-round-closes = The round closes { $time }.
profile-ends = Ends { $time }.
profile-final = Results are final { $time }.
profile-zone = Your time zone
profile-recent = Your newest entries
profile-column-challenge = Challenge
profile-column-state = State
profile-counts = counts
profile-undo = Undo { $entry }

# Home page
home-title = Your challenges
home-starts = Next: { $challenge } starts { $time }.
home-round-closes = Next: the round of { $challenge } closes { $time }.
home-ends = Next: { $challenge } ends { $time }.
home-result = Next: the result of { $challenge } is final { $time }.
home-more = And { $n } more: { $command } shows them.
home-log = Log progress
home-welcome = Welcome! You are not in a challenge yet.
home-welcome-back = Welcome back! Your challenges are over, and the next is a fresh start.
home-nothing = Pick one that you like. To join is optional: your first entry brings you in.
home-how = Then just say what you did, for example { $report }.
home-challenges = Show challenges
home-help = What can I type?

# Why
why-title = { $challenge }: { $how }
why-title-of = { $member } in { $challenge }: { $how }
why-no-place = no place yet
why-whole = The arithmetic: { $sum }
why-round = This round: { $sum }
why-final = In the final result: place { $rank } of { $n }, { $score }
why-final-hidden = In the final result: place { $rank } of { $n }
why-sensitive = Numbers in this challenge are shown to their member alone.
why-many = { $n } amounts add up to { $sum }
why-best = best entry { $entry } = { $score }
why-latest = newest reading { $entry } = { $score }
why-capped = { $sum } (capped at 100 %: the goal is reached!)
why-days = { $n ->
    [one] { $n } day with an entry
   *[other] { $n } different days with an entry
}
why-days-of = { $days ->
    [one] { $n } of 1 day so far has an entry
   *[other] { $n ->
        [one] 1 of { $days } days so far has an entry
       *[other] { $n } of { $days } days so far have an entry
    }
}
why-tickets = { $n ->
    [one] { $n } ticket for { $n } day with an entry
   *[other] { $n } tickets for { $n } different days with an entry
}
why-items = { $n } of { $items } items done
why-run-days = { $n ->
    [one] longest run: { $n } day ({ $first })
   *[other] longest run: { $n } days in a row ({ $first } to { $last })
}
why-run-weeks = { $n ->
    [one] longest run: { $n } week
   *[other] longest run: { $n } weeks in a row
}
why-no-goal = There is no goal yet. Set one with { $command } and entries count towards it.
why-no-entry = Nothing counts yet. Try { $command } for a start!
why-one-reading = The first reading is there: later ones are measured against it. One more makes a score.
why-nothing-counts = None of the entries adds to the score.
why-left = Not taking part at the moment, so there is no place. Everything comes back on rejoining.
why-rank = { $better ->
    [0] Place { $rank }: no score is better.
    [one] Place { $rank }: { $better } score is better.
   *[other] Place { $rank }: { $better } scores are better.
}
why-tie-shared = { $n ->
    [one] { $n } other has the same score: equal scores share a place.
   *[other] { $n } others have the same score: equal scores share a place.
}
why-tie-earliest = { $n ->
    [one] { $n } other has the same score: whoever reached it first has the better place.
   *[other] { $n } others have the same score: whoever reached it first has the better place.
}
why-caption = { $pages ->
    [one] { $n ->
        [one] { $n } entry
       *[other] { $n } entries, newest first
    }
   *[other] { $n } entries, newest first (page { $page } of { $pages })
}
why-column-entry = Entry
why-column-day = Day
why-column-amount = Amount
why-column-effect = What it does
why-taken-back = taken back
why-held = waits for a moderator
why-rejected = not accepted
why-challenge-only = { $effect } (counts for the challenge only, its round had closed)
why-cap-reached = adds nothing: day's cap reached
why-counts = counts
why-adds = adds { $amount }
why-adds-capped = adds { $amount }, then the day's cap was reached
why-the-best = the best
why-not-best = not better than { $entry }
why-newest = the newest reading
why-earlier = an earlier reading
why-baseline = the baseline
why-baseline-and-newest = the baseline, and the newest reading
why-same-item = same item as { $entry }
why-same-item-anew = same item as { $entry }, counts anew in round { $round }
why-same-week = same week as { $entry }
why-same-day = same day as { $entry }
why-one-day = adds a day
why-one-ticket = adds a ticket
why-one-item = adds an item
why-in-run = in the longest run
why-outside-run = outside the longest run
why-away = { $member } is not taking part in { $challenge } at the moment.
why-not-in = You are not in { $challenge }.
why-not-in-hint = Join in with { $command } and your score will be explained here.

# All challenges
challenges-title = { $n ->
    [0] Challenges
    [one] Challenges: { $n } is running
   *[other] Challenges: { $n } are running
}
challenges-named = { $title } ({ $number })
challenges-running = { $challenge }: { $about }.
challenges-upcoming = { $challenge }, coming up: { $about }.
challenges-paused = { $challenge }, paused: { $about }.
challenges-ended = { $challenge }, over: { $about }.
challenges-draft = { $challenge } is a draft. Open it with { $command }.
challenges-finished = { $challenge } ended { $time }. See { $command }.
challenges-cancelled = { $challenge } was called off.
challenges-mine = You: { $standing }.
challenges-in = You are in!
challenges-hint = Join with { $command }.
challenges-join = Join { $challenge }
challenges-none = No challenge is running right now. Ask a moderator for one!
challenges-none-moderator = No challenge is running right now. Start one: { $command }
challenges-total = the most { $unit } in total
challenges-best = the best single result in { $unit }
challenges-latest = the newest reading in { $unit }
challenges-change = the greatest change in { $unit }
challenges-percent = the greatest change in percent (readings in { $unit })
challenges-goal = your way to your own goal
challenges-days = the most days with an entry
challenges-streak = the longest run without a gap
challenges-items = { $n ->
    [one] a checklist of { $n } item
   *[other] a checklist of { $n } items
}
challenges-draw = a draw: every day with an entry is a ticket

# Joining and leaving
membership-joined = You are in { $challenge }. Welcome!
membership-public = Your entries in this challenge are shown to everybody here, and so is your place.
membership-quiet = Your entries are confirmed to you privately; your score and place are on the leaderboard.
membership-sensitive = Only percent and rank are shown, never your numbers.
membership-start = Start
membership-goal = Goal
membership-baseline = Your first reading becomes the baseline that later ones are measured against.
membership-goal-open = You can still change your goal until the next close.
membership-first-later = It starts { $time }. Then log with { $command }.
membership-first-now = Log your first entry, for example { $command }.
membership-left = You left { $challenge }.
membership-left-kept = Your entries are kept and you are not shown any more. Whenever you like, { $command } brings everything back.
membership-rejoin = Join again
membership-goal-set = Your goal in { $challenge } is set.
membership-goal-public = The others can see your goal.
membership-goal-sensitive = The others see how far you are in percent, never the numbers.
membership-consent = { $challenge } keeps your numbers to yourself
membership-consent-judge = A moderator sees a number only where an entry has to be judged. You can leave at any time.
membership-consent-how = If that is fine with you, join with { $command }.
membership-consent-goal = If that is fine with you, join with a goal of your own, for example { $command }.
membership-agree = Join

# A member's settings
settings-mine = Your settings
settings-how = Change one at a time, for example { $zone } or { $mentions }.
settings-zone = Time zone
settings-zone-community = { $zone } (the community's)
settings-zone-from = { $zone }, works from { $time }; until then { $before }
settings-numbers = Numbers
settings-numbers-community = as the community writes them
settings-units = Units
settings-units-challenge = those of the challenge
settings-units-metric = metric
settings-units-imperial = imperial
settings-mentions = Mentions
settings-mentions-on = on: winner posts may ping you
settings-mentions-off = off: nothing pings you
settings-notes = Notes
settings-notes-on = on: words after an amount are kept
settings-notes-off = off: words after an amount are dropped
settings-default = Entries go to

# Privacy
privacy-title = What is stored about you
privacy-stored = Stored
privacy-stored-is = { $entries ->
    [one] { $entries } entry
   *[other] { $entries } entries
} in { $challenges ->
    [one] { $challenges } challenge
   *[other] { $challenges } challenges
}, with amount, unit, time and your note; your goals, settings, platform id and shown name.
privacy-not-stored = Not stored
privacy-not-stored-is = What you write elsewhere. Messages are never read.
privacy-words = Your messages
privacy-words-is = What you write in this lounge is stored, and everybody who comes in can read it. What only you see is stored until you dismiss it.
privacy-not-stored-lounge = What you write anywhere else.
privacy-seen = Who sees it
privacy-seen-is = Members of this community see your accepted entries, score and place. Settings and exports are for you alone.
privacy-sensitive = Sensitive challenges
privacy-sensitive-is = Only percent and rank are shown. A raw number goes to you, and to a moderator who has to judge that entry.
privacy-kept = How long
privacy-kept-is = As long as the community uses this bot, or until you ask to be forgotten.
privacy-take = Take it along
privacy-take-is = { $command } hands you everything as a file.
privacy-delete = Have it deleted
privacy-delete-is = { $command } shows first what would happen.
privacy-export = Export my data
privacy-file-again = Fetch the file
privacy-forget = Forget me…
privacy-forget-title = Do you want to be forgotten here?
privacy-forget-what = Your name, aliases and notes are deleted, your numbers in sensitive challenges blanked, and you leave the running boards: { $entries ->
    [one] { $entries } entry
   *[other] { $entries } entries
} in { $challenges ->
    [one] { $challenges } challenge
   *[other] { $challenges } challenges
}.
privacy-forget-words = Everything you wrote in this lounge is deleted, and your name is free for others.
privacy-forget-stays = Sums that everybody made together stay, and closed results keep your place as "a former member". If you come back, you start as someone new.
privacy-forget-how = This can't be taken back. Press the button or type { $command }.
privacy-forget-now = Forget me
privacy-forget-sure = This can't be taken back. Do you want to be forgotten?
privacy-export-first = Export my data first
privacy-forgotten = Done: you are forgotten here.
privacy-forgotten-what = Your name, aliases and notes are deleted. Thank you for having been part of it!
privacy-exported = { $n ->
    [0] Your export is ready. There are no entries in it yet.
    [one] Your export is ready: { $n } entry.
   *[other] Your export is ready: { $n } entries.
}
privacy-exported-what = The file is for you alone; it holds everything that is stored about you.
privacy-exported-lounge = The file is for you alone; it holds everything that is stored about you, with every message you wrote in this lounge. Only our answers to you are left out.

# Help
help-title = What you can do
help-examples = Log with { $report }, see who leads with { $board }, take the last entry back with { $undo }.
help-line = { $command }: { $about }
help-moderators = For moderators:
help-moderators-only = This command is for moderators.
help-more = { $command } explains a command with examples.
help-one = Help: { $command }
help-usage = Type { $usage }
help-example = Example: { $example }
help-markdown = | Command | Who | What it does | Example |
help-markdown-members = everybody
help-markdown-moderators = moderators

# Forms for members
ask-save = Save
ask-progress = Log progress
ask-progress-submit = Log it
ask-amount = How much?
ask-amount-hint = For example 3 { $unit }. Empty where a day or an item is counted.
ask-challenge = Which challenge?
ask-challenge-hint = Where it counts.
ask-item = Which item is done?
ask-item-hint = From the checklist.
ask-when = When?
ask-when-hint = Empty for now; or yesterday, 2027-01-05, 2027-01-05 18:30
ask-note = A note
ask-note-hint = A few words, if you like.
ask-goal-title = Set your goal
ask-goal-submit = Set goal
ask-goal = Your goal
ask-goal-hint = Where you want to get, for example 70 { $unit }
ask-start = Where you start
ask-start-hint = Your first reading in { $unit }; may be left empty.
ask-settings = Your settings
ask-zone = Your time zone
ask-zone-hint = A city's zone, for example Europe/Berlin
ask-locale = Language and numbers
ask-locale-hint = For example en, de or pt-BR
ask-units = Units
ask-units-hint = In which you like to read amounts.
ask-mentions = May winner posts ping you?
ask-mentions-hint = Off by default.
ask-notes = Keep the words after an amount?
ask-notes-hint = They are deleted when you ask to be forgotten.
