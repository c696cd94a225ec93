# The words of Huzzah in English: core.

## Lists

list-and = { $first } and { $last }
list-or = { $first } or { $last }
list-more = { $first } and { $more } more
list-or-more = { $first } or one of { $more } more

## Scores

score-percent = { $n } %
score-points = { $n } points
score-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
score-weeks = { $n ->
    [one] 1 week
   *[other] { $n } weeks
}
score-items = { $n ->
    [one] 1 item
   *[other] { $n } items
}
score-tickets = { $n ->
    [one] 1 ticket
   *[other] { $n } tickets
}
score-graded = { $score } (grade { $grade })
score-hidden = –
together = Together: { $sum }

## Buttons

button-undo = Undo
button-undo-in = Undo in { $title }
button-join = Join
button-open = Open
button-log = Log it
button-help = Show help
button-challenges = Show challenges
button-all = All of them
button-again = Count it again
button-previous = Previous page
button-next = Next page
button-this-round = This round
button-last-round = Last round
button-all-rounds = All rounds
button-share = Show to all

## Entries

window-round = This round
window-whole = So far

entry-saved = Saved.
entry-mine = You logged { $what } in { $title }
entry-theirs = { $who } logged { $what } in { $title }
entry-challenges = { $n ->
    [one] 1 challenge
   *[other] { $n } challenges
}
entry-something = progress
entry-check-in = a check-in
entry-item = an item
entry-both = { $typed } ({ $own })
entry-note = “{ $note }”
entry-in = { $title }: { $text }
entry-welcome-mine = You joined { $title } with it: welcome!
entry-welcome = Welcome to { $title }, { $who }!
entry-yesterday = Logged late, for yesterday.
entry-late = Logged late, for { $day }.
entry-at = For { $time }.
entry-held = It waits for a moderator. Nothing more to do: it counts once it is accepted.
entry-held-above = It waits for a moderator because it is above { $most }. Nothing more to do: it counts once it is accepted.
entry-challenge-only = Its round has closed, so it counts for the challenge as a whole.
entry-in-grace = Just in time: it counts for the final result.
entry-capped = { $full ->
    [yes] One day counts up to { $cap }, and that day is full: it is kept and adds nothing.
   *[no] One day counts up to { $cap }, so { $add } of it count.
}
entry-day-counted = { $round ->
    [0] That day counts already, for the challenge as a whole.
   *[other] That day counts already, in round { $round }.
}
entry-started = A start is made: your next entry shows how far you have come.
entry-standing = { $window }: { $standing }
entry-place = place { $rank } of { $n }
entry-up = { $n ->
    [one] up 1 place ↑
   *[other] up { $n } places ↑
}
entry-taken-back = Taken back: entry #{ $entry } by { $who } in { $title }
undone = Taken back: { $what } in { $title }
undone-plain = Taken back.
undone-nothing-left = You are off the board for now. Log again whenever you like.
undone-amends = Round { $round } had closed: its table stays as it was, and a note beside it tells of the change.

## Refusals: amounts and times

refused-no-amount = How much was it? { $title } waits for an amount, for example { $example }.
refused-measures = { $title } measures { $unit }
refused-other-measure = Nothing that runs measures { $typed }: { $measured }. Try { $example }.
refused-measures-other = { $title } measures { $unit }, not { $typed }. Try { $example }.
refused-no-items = { $title } has no checklist: log an amount instead, without item.
refused-which-item = Which item of { $title } did you finish: { $items }? For example { $example }.
refused-no-such-item = { $title } has no item “{ $typed }”. It has { $items }. Try { $example }.
refused-too-much = That is more than I can count exactly. Try a smaller amount, for example { $example }.
refused-not-above-zero = { $title } measures change in percent, so a reading must be above zero, for example { $example }.
refused-future = That has not happened yet: log it when it has, or say when it was, for example { $when }.
refused-future-later = That has not happened yet: log it when it has, without when:.
refused-too-old = That is too long ago for { $title }: it looks back { $span }, to { $earliest }. { $who ->
    [another] Another moderator
   *[a] A moderator
} can add it for you.
refused-not-now = { $title } takes what you log right away and does not look back. { $who ->
    [another] Another moderator
   *[a] A moderator
} can add it for you.
refused-before-start = That was before { $title } started on { $start }: only what came after counts.
refused-after-end = { $title } ended on { $end }: only what happened before counts now. Say when it was, for example { $when }.
refused-after-end-over = { $title } ended on { $end }, and the { $span } that it looks back are over. { $who ->
    [another] Another moderator
   *[a] A moderator
} can still add what happened before its end.

unreadable-no-number = I can't find a number there. Try { $example }.
unreadable-negative = Amounts don't go below zero. To take an entry back, type { $undo }; to log one, try { $example }.
unreadable-zero = Nothing to add yet: log it when there is more than zero, for example { $example }.
unreadable-digits = That has more digits than I can keep. Try { $example }.
unreadable-big = That is more than I can count. Try { $example }.
unreadable-superscript = I can't be sure what a raised, lowered or circled digit means. Please write the number out, for example { $example }.
unreadable-not-a-number = I can't read that as one amount. Try { $example }.
unreadable-long = That is too long for an amount. Try { $example }.
unreadable-rate = That is a rate, and I count amounts. Try { $example }.
unreadable-several = I see several numbers and don't want to guess. Log one at a time, for example { $example }.
unreadable-unit = I don't know the unit “{ $word }”. Here it is { $unit }: try { $example }.

## Refusals: challenges, joining, goals

refused-nothing-runs = No challenge runs right now. When one opens, you can join it here.
refused-upcoming = Nothing runs yet, but soon: { $titles }.
refused-name-one = Which challenge do you mean: { $titles }?
refused-name-one-of-none = Which challenge do you mean? None is open right now.
refused-no-such-challenge = I don't know a challenge “{ $typed }”. See them all with { $list }.
refused-no-such-challenge-near = I don't know a challenge “{ $typed }”. Did you mean { $titles }?
phase-starts = { $title } starts on { $start }: entries count from then on.
phase-not-started = { $title } has not started yet: entries count from its start on.
phase-draft = { $title } is still being prepared. It can be joined once it opens.
phase-draft-moderator = { $title } is a draft. Open it first with { $open }.
phase-paused = { $title } takes a break: entries count again when it resumes.
phase-paused-already = { $title } is paused already.
phase-not-paused = { $title } is not paused: entries count.
phase-open-already = { $title } is open already.
phase-ended-goal = { $title } has ended: goals and starts stay as they are. Late entries from before its end still count for a while.
phase-ended-edit = { $title } is over, so its end stays as it is.
phase-ended = { $title } has ended. Late entries from before its end still count for a while.
phase-final = { $title } is over and its result is final. The next challenge is a fresh start.
phase-final-judge = { $title } is over and its result is final: what waited until then counts no more.
phase-final-undo = { $title } is over and its result is final: your entries can't be taken back any more. If one is wrong, a moderator can still take it out.
phase-cancelled = { $title } was called off.
phase-other = { $title } is not in a state for that.
refused-join-closed = { $title } has taken no new members since { $since }. You are welcome in the next one.
refused-goal-needed = { $title } is about your own goal: join with it, for example { $example }.
refused-goal-needed-of-member = { $title } is about your own goal: say what it is, for example { $example }.
refused-consent-needed = { $title } is about something personal: your numbers stay between you and moderators who judge an entry, others see your place or percent. If that is fine, join with { $join } and log again.
refused-already-in = You are in { $title } already. Go on!
refused-in-none = You are in no challenge right now. Join one with { $join }.
refused-not-in = You are not in { $title } yet. Join with { $join }.
refused-no-goals = { $title } needs no goal and no start: just log your progress.
refused-no-goals-but-start = { $title } needs no goal. Where you start can be given on joining: { $join }
refused-no-goals-of-member = { $title } needs no goal, and a start is given on joining or is your first reading. Just log, for example { $report }.
refused-no-goals-anywhere = No challenge with goals runs right now. See what there is with { $list }.
refused-goal-locked = Your goal in { $title } is locked since the first close, so that it stays fair. Keep going!
refused-start-locked = Where you start in { $title } is locked since the first close, so that it stays fair. Leave it out: { $without }
refused-start-recorded = Your first reading in { $title } is where you start, and start: does not replace it. Leave it out: { $without }
refused-zero-baseline = Your first reading in { $title } is what later ones are measured against, so it must be above zero, for example { $example }.
refused-at-goal-already = Your first reading in { $title } is where you start, and this one is your goal already. Set yourself a goal that is further away with { $goal }, then log again.
refused-no-first-reading = This would be the member's first reading in { $title }, and it is zero or her goal already: add the reading that she began with, for example { $example }, or let her set another goal.
refused-goal-is-start = Your goal in { $title } must differ from where you start, for example { $example }.
refused-goal-zero = Your goal in { $title } must be above zero, for example { $example }.
refused-title-taken = There is an unfinished challenge called { $title } already. Try another title, for example with a month in it.
refused-too-late-to-change = { $name } can't change after the start, so that the rules stay fair. Title, purpose, prize, winners and a later end still can.
refused-nothing-to-change = Nothing would change. Name an option and its new value, for example title:"Spring cut".
refused-no-draw = { $title } has drawn no winners, so there is nothing to check or draw again.
refused-nobody-left = Everybody with a ticket has won already or has left: nobody is left to be drawn.

## Refusals: entries and people

refused-nothing-to-undo = There is nothing to take back. Log something first, for example { $example }.
refused-nothing-to-undo-here = There is nothing to take back: no entry of yours counts in a challenge that runs.
refused-undo-too-late = In { $title } entries can be taken back for { $span }. After that a moderator can do it for you.
refused-undo-never = In { $title } entries can't be taken back. A moderator can do it for you.
refused-undo-baseline = That entry is your starting point in { $title }, and later ones are measured against it. Take the later ones back first, or ask a moderator.
refused-no-such-entry = There is no entry { $typed }. Your newest one can be taken back with { $example }.
refused-no-such-entry-none = There is no entry { $typed }, and none of yours that could be taken back.
refused-no-entry-to-judge = There is no entry { $typed }. Name a member and her newest one, for example { $example }.
refused-others-entry = Entry { $entry } is of { $owner }. If you mean it, leave the name out: { $example }
refused-nothing-to-void = { $member } has no entry that counts, so there is nothing to take out.
refused-not-yours = That entry is somebody else's: only its member or a moderator can take it back.
refused-already-void = That entry does not count any more already.
refused-not-held = Nothing like that waits for a moderator. See what does with { $list }.
refused-none-held = Nothing waits for a moderator right now.
refused-own-entry = Your own entries are for another moderator to judge.
refused-nobody = Nothing is known of you here yet.
refused-no-such-member = I don't know a member “{ $typed }” here. Name somebody who has taken part, for example @ana.

## Refusals: the command line

refused-moderators-only = { $command } is for moderators. Ask one of them to help.
refused-unconfirmed = This can't be taken back. To go on, type { $line }.
refused-no-such-command = I don't know “{ $typed }”. See what I can do with { $help }.
refused-no-such-command-near = I don't know “{ $typed }”. Did you mean { $near }?
refused-no-such-option = { $command } has no option “{ $typed }”. It has { $options }.
refused-no-such-option-near = { $command } has no option “{ $typed }”. Did you mean { $near }:?
refused-takes-no-options = { $command } takes no options, so leave out “{ $typed }”.
refused-missing = { $command } needs { $name }, for example { $example }.
refused-too-many-words = I don't know what to do with “{ $word }”. Put quotes around several words, for example { $example }.
refused-open-quote = A quotation mark has no partner. Close it, for example { $example }.
refused-too-long = That is longer than { $most } characters. Please say it in fewer, for example { $example }.
refused-other-delivery = This came to me under the number of another message, so I did nothing. Please send it again.
refused-stale = That took too long to reach me, so I did nothing. Please try again.
refused-other = That does not work. See what does with { $help }.

option-one-of = { $name }: can't be “{ $typed }”. It can be { $words }.
option-unit = { $name }: “{ $typed }” is no unit. One word does, for example { $name }:kg or { $name }:pushups.
option-unit-empty = What is measured? Name its unit, for example { $name }:kg or { $name }:pushups.
option-title-empty = What shall it be called? Give it a title, for example "Spring cut".
option-feed = Name one channel for the news, for example feed:#winners.
option-empty = { $name }: is empty. Write something after it, or leave it out.
option-zone = { $name }: I don't know the zone “{ $typed }”. Try { $near }.
option-date = { $name }: “{ $typed }” is no date. Write it like { $name }:2027-01-05 or { $name }:"2027-01-05 18:30".
option-clock = { $name }: “{ $typed }” is no time of day for that. Write it like { $name }:04:00.
option-closing = { $name }: “{ $typed }” is no time to close. Write it like { $name }:"{ $example }".
option-span = { $name }: “{ $typed }” is no span of time. Write it like { $name }:48h or { $name }:3d.
option-number = { $name }: “{ $typed }” does not fit. Use a whole number from { $least } to { $most }.
option-amount = { $name }: “{ $typed }” is no amount here. Write it like { $name }:{ $example }.
option-long = { $name }: is too long. At most { $most } fit.
option-past = { $name }: lies in the past. Use a later date, for example one next month.
option-before-start = { $name }: lies before the start. Use a later date.
option-earlier-end = { $name }: only a later end is possible after the start. To stop now, use challenge end.
option-promised = Members joined on the promise that their numbers stay private, so { $name } stays on. For open numbers, begin a new challenge with { $name }:off.
option-draw-opened = A draw is sealed in the post that opens it, so an opened challenge can't become one. Call this one off with { $cancel }, and begin it anew with scoring:draw.
option-direction = Which way is better? Add direction:more or direction:less.
option-less = direction:less does not go with scoring:{ $scoring }. Leave it out, or use best, latest, change or percent_change.
option-kind = That kind: does not go with scoring:{ $scoring }. Leave it out.
option-only-for = { $name }: goes with scoring:{ $scoring } only. Leave it out.
option-day-cap = day_cap: goes with scoring:total, or with scoring:goal and kind:increments. Leave it out.
option-items = Which items are on the list? Add them like items:"Intro; Module 1; Module 2".
option-moderators = In the lounge moderators are named by whoever runs it, in the setting lounge.moderators: for example HUZZAH_LOUNGE__MODERATORS=ana,ben.
option-post = I know no such post here. { $command } shows those that need a hand, each with its buttons.
option-mentions = Name people or groups so that they become mentions, for example { $example }. In a form they can't; there, leave this empty. moderators:none names nobody.
option-votes = Voting comes later. Until then, try scoring:total or scoring:active_days.
option-quiet = quiet: “{ $typed }” are no quiet hours. Write them like quiet:22-08, or quiet:off.

missing-join = Join
missing-goal = Your goal
missing-start = Where you start now
missing-progress = Log progress
missing-amount = How much?
missing-when = When was it?
missing-example = For example { $example }

## Questions

question-challenge = Which challenge is this for?
question-remember = Pick one with a button and I'll remember it for next time.
question-amount = Which one do you mean in { $title }: { $one } or { $other }?
question-again = You logged the same in { $title } a moment ago. Count it again?
question-way = { $label }: { $line }

## Boards

board-gone = That challenge is not here any more.
board-title = { $title } – { $window }
board-round = round { $round }
board-final = final result
board-called-off = called off
board-no-winners = It was called off: there are no winners.
board-caption = Score in { $unit }
board-caption-hidden = Places (numbers stay private)
board-page = { $caption }, page { $page } of { $pages }
board-whole = so far
board-me = { $who } (you)
board-ranked = { $n ->
    [one] 1 member is on the board.
   *[other] { $n } members are on the board.
}
board-ranked-started = { $n ->
    [one] 1 member is on the board
   *[other] { $n } members are on the board
}, { $started ->
    [one] 1 more has started.
   *[other] { $started } more have started.
}
board-empty = Nothing logged yet. Be the first: { $example }
board-started = { $n ->
    [one] Nobody is on the board yet, but 1 member has started.
   *[other] Nobody is on the board yet, but { $n } members have started.
}
board-unranked = { $n ->
    [one] 1 member has logged, but nothing that counts for a place here yet.
   *[other] { $n } members have logged, but nothing that counts for a place here yet.
}
board-waiting = { $n ->
    [one] Nobody is on the board yet, but 1 entry waits for a moderator.
   *[other] Nobody is on the board yet, but { $n } entries wait for a moderator.
}
board-quiet = Nobody has a place in this one.
board-starts = Starts { $time }.
board-closes = Closes { $time }.
board-ends = Ends { $time }.
board-paused = Paused: entries count again when it resumes.
board-provisional = Provisional until { $time }.
board-closed = Closed { $time }.
column-place = Place
column-name = Name
column-score = Score
panel-caption = { $n ->
    [one] 1 member
   *[other] { $n } members
}
panel-empty = Nothing logged yet. Be the first!
closes-now = Closes now
closes-in-minutes = { $n ->
    [one] Closes in 1 minute
   *[other] Closes in { $n } minutes
}
closes-in-hours = Closes in { $n } hours
closes-in-days = Closes in { $n } days

## The rule card

rules-draft = Draft: { $title }
rules-open = { $title } – open for joining
rules-running = { $title } – running
rules-paused = { $title } – paused
rules-ended = { $title } – ended, provisional
rules-final = { $title } – final
rules-cancelled = { $title } – called off

fact-title = Title
fact-purpose = Purpose
fact-measured = Measures
fact-score = Score
fact-starts = Starts
fact-ends = Ends
fact-rounds = Rounds
fact-winners = Winners
fact-prize = Prize
fact-look-back = Logging late
fact-day-cap = A day
fact-entry-max = Large entries
fact-items = Checklist
fact-joining = Joining
fact-grace = Grace
fact-privacy = Privacy
fact-quiet = Replies
fact-draw = Draw
fact-members = Taking part

measured-best = { $dimension } in { $unit }, the best single entry counts
measured-increments = { $dimension } in { $unit }, each entry adds up
measured-readings = { $dimension } in { $unit }, each entry is a reading
measured-own = an own unit: { $unit }
measured-check-ins = check-ins, one a day counts
measured-items = { $n ->
    [one] a checklist of 1 item
   *[other] a checklist of { $n } items
}
scoring-total = the sum of your entries
scoring-best-more = your single best entry, more is better
scoring-best-less = your single best entry, less is better
scoring-latest-more = your newest reading, more is better
scoring-latest-less = your newest reading, less is better
scoring-change-more = how far your newest reading has risen since your first
scoring-change-less = how far your newest reading has come down since your first
scoring-percent-more = how far your newest reading has risen since your first, in percent
scoring-percent-less = how far your newest reading has come down since your first, in percent
scoring-goal-increments = how much of your own goal you have reached, in percent
scoring-goal-readings = how far you have come from your start to your own goal, in percent
scoring-active-days = the days on which you logged something
scoring-streak-days = your longest run of days in a row
scoring-streak-weeks = your longest run of weeks in a row
scoring-completion = the items you have finished
scoring-draw = one ticket for each day on which you logged something; winners are drawn
rules-starts-on-opening = when a moderator opens it
rules-no-end = no end set
rules-no-rounds = none, one result at the end
rules-closes = { $closes } ({ $zone })
rules-daily = daily, closing { $closes }
rules-weekly = weekly, closing { $closes }
rules-monthly = monthly, closing { $closes }
rules-this-round = { $rounds }; round { $round } closes { $time }
rules-places = { $n ->
    [one] 1 place
   *[other] { $n } places
}
rules-winners-shared = { $n ->
    [one] 1 place; equal scores share it
   *[other] { $n } places; equal scores share a place
}
rules-winners-earliest = { $n ->
    [one] 1 place; of equal scores the one logged first wins
   *[other] { $n } places; of equal scores the one logged first wins
}
rules-winners-drawn = { $n ->
    [one] 1 winner is drawn
   *[other] { $n } winners are drawn
}
rules-look-back = up to { $span } back; entries can be taken back as long
rules-no-look-back = not at all; what is logged stays, but a moderator can take it out
rules-day-cap = counts up to { $cap }
rules-entry-max = above { $most } a moderator looks first
rules-join-until = until { $time }
rules-join-any-time = any time until the end; what you log from then on counts
rules-grace = { $span } after the end for late entries and corrections, then the result is final
rules-no-grace = none, the result is final at the end
rules-sensitive-percent = others see percent only; your numbers stay between you and a moderator who judges an entry
rules-sensitive-rank = others see places only; your numbers stay between you and a moderator who judges an entry
rules-quiet = entries are confirmed privately
rules-sealed = anyone can check it; SHA-256 of the sealed seed: { $seal }
rules-sealed-both = anyone can check it; SHA-256 of the sealed seeds: this round { $round }, the whole { $whole }
rules-sealed-on-opening = anyone can check it; its seed is sealed when it opens
rules-members = { $n ->
    [one] 1 member
   *[other] { $n } members
}
rules-hint-open = Looks right? Open it with { $open }.
rules-hint-join = Join with { $join }.
rules-hint-goal = Join with your own goal, for example { $join }.
rules-hint-log = You are in. Log with { $log }.

## Winner posts

post-round = { $title }, round { $round }
post-final = { $title }, final result
post-late = { $heading } (late)
post-won-with = 🏆 { $name }: { $names } wins with { $score }
post-won = 🏆 { $name }: { $names } wins
post-shared = 🏆 { $name }: { $names } share first place
post-drawn = { $n ->
    [one] 🏆 { $name }: { $names } wins the draw
   *[other] 🏆 { $name }: { $names } win the draw
}
post-nobody-ranked = { $name } has closed
post-place = { $rank }. { $who } – { $score }
post-place-hidden = { $rank }. { $who }
post-more = { $n ->
    [one] and 1 more
   *[other] and { $n } more
}
post-ranked = { $n ->
    [one] 1 member took part.
   *[other] { $n } members took part.
}
post-started = { $n ->
    [one] 1 member has made a start: the next entry shows how far it went.
   *[other] { $n } members have made a start: the next entries show how far they went.
}
post-unranked = { $n ->
    [one] 1 member logged, but nothing that counts for a place here.
   *[other] { $n } members logged, but nothing that counts for a place here.
}
post-ranked-unranked = { $n ->
    [one] 1 member took part
   *[other] { $n } members took part
}, { $started ->
    [one] 1 more logged what counts for no place here.
   *[other] { $started } more logged what counts for no place here.
}
post-ranked-started = { $n ->
    [one] 1 member took part
   *[other] { $n } members took part
}, { $started ->
    [one] 1 more has made a start.
   *[other] { $started } more have made a start.
}
post-improved = Most improved: { $who }, { $by } up on the round before
post-improved-down = Most improved: { $who }, { $by } down on the round before
post-improved-further = Most improved: { $who }, { $by } better than in the round before
post-improved-hidden = Most improved: { $who }
post-streak = { $n ->
    [one] Best streak: { $who }, 1 day
   *[other] Best streak: { $who }, { $n } days in a row
}
post-first-timers = First entries from { $names }. Welcome!
post-together-purpose = Together: { $sum } for “{ $purpose }”
post-prize = Prize: { $prize }. Winners, ask a moderator to claim it.
post-next = The next round closes { $time }.
post-waiting = { $n ->
    [one] 1 entry was waiting for a moderator; once accepted, it counts for the challenge.
   *[other] { $n } entries were waiting for a moderator; once accepted, they count for the challenge.
}
post-waiting-grace = { $n ->
    [one] 1 entry waits for a moderator and can still count.
   *[other] { $n } entries wait for a moderator and can still count.
}
post-judged = Judged by moderators who take part themselves: { $entries }.
post-judged-why = { $what } (“{ $reason }”)
post-judged-no-why = { $what } (no reason given)
judged-voided = #{ $entry } voided
judged-accepted = #{ $entry } accepted
judged-entry = #{ $entry }
post-tickets = { $n ->
    [one] Drawn from 1 ticket; SHA-256 of the ticket list: { $digest }
   *[other] Drawn from { $n } tickets; SHA-256 of the ticket list: { $digest }
}
post-seed = Check it yourself: the seed was { $seed }, { $list } gives you the tickets, and huzzah verify-draw finds the same winners.
draw-file = The draw of { $title }, to check yourself
draw-file-what = The first line is the seed, then comes the holder of each ticket, by number and in order. Check it with huzzah verify-draw.
draw-file-winner = { $place }. { $name } is number { $number }
post-sealed = The next draw is sealed; SHA-256 of its seed: { $seal }
post-sealed-round = The draw is sealed; SHA-256 of its seed: { $seal }
post-quiet-title = { $name }: a quiet one
post-quiet = { $held ->
    [0] Nobody logged this time, and a fresh round has begun: { $log } opens it. { $next }
   *[other] Nothing has counted yet, and a fresh round has begun: { $log } opens it. { $next }
}
post-quiet-paused = { $held ->
    [0] Nobody logged this time: it takes a break, and entries count again when it resumes. { $next }
   *[other] Nothing has counted yet: it takes a break, and entries count again when it resumes. { $next }
}
post-quiet-last = { $held ->
    [0] Nobody logged this time.
   *[other] Nothing has counted yet.
}
post-final-quiet = Nobody logged this time. The next challenge is a fresh start.
post-ended = { $title } has ended
post-ended-leading = { $n ->
    [one] { $title } has ended: { $names } leads
   *[other] { $title } has ended: { $names } lead
}
post-ended-early = A moderator ended it early.
post-provisional = Provisional until { $time }: entries from before the end can still be logged.
post-drawn-later = { $n ->
    [one] The winners are drawn on { $time }, among 1 member. Entries from before the end can still be logged.
   *[other] The winners are drawn on { $time }, among { $n } members. Entries from before the end can still be logged.
}
post-thanks = Thanks to everyone who took part!
post-redrawn = { $n ->
    [one] { $name }: drawn again, { $names } wins
   *[other] { $name }: drawn again, { $names } win
}
post-redrawn-how = It is the next of the same order, so anyone can check it with the seed of the first draw.

## News

news-opened = New challenge: { $title }
news-opened-later = New challenge: { $title }, starting { $time }
news-started = { $title } has started!
news-log = Log with { $log }.
news-first-close = The first round closes { $time }.
news-edited = { $title } has new rules
news-changed = changed
news-forward = It works from now on; what was logged stays as it is.
news-paused = { $title } takes a break
news-paused-more = Entries count again when it resumes. Nothing is lost.
news-resumed = { $title } goes on: entries count again
news-cancelled = { $title } was called off
news-cancelled-reason = The reason: { $reason }
news-cancelled-more = There are no winners this time. Thanks to everyone who took part!
news-amended = { $title }: a note on round { $round }
news-amended-more = Entry #{ $entry } by { $who } was taken back after the close. The round's table stays as it was; the challenge's score has changed.
news-amended-same = Entry #{ $entry } by { $who } was taken back after the close. The round's table stays as it was; so does the challenge's score.
news-amended-final = { $title }: a note on the final result
news-amended-final-more = Entry #{ $entry } by { $who } was taken back after the result was final. The result stays as it was, with this note beside it.

# Forms
form-open = Open the form

# A word to a moderator that a post did not go out
trouble-title = A post did not go out: { $title }
trouble-then = Then let it be posted with { $posts }. As long as nothing changes I won't bother you again: { $posts } lists everything that is missing.
trouble-posts = Show missing posts
