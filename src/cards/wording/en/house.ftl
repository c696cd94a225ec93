# The words of Huzzah in English: what any command may answer.
former-member = a former member
not-known-yet = I don't know yet whether this was saved. I'll tell you here as soon as I do, so please don't send it again.
not-known = I couldn't find out whether this was saved. Please look before you send it again, for example with `/profile`.
try-again = I can't reach my notebook right now, so nothing was saved. Please try again in a minute.
something-broke = Sorry, something broke on my side and nothing was changed. Please try again; if it happens again, give a moderator this reference: { $reference }.
preview = { $amount } in { $title }
check-database = The database takes writes
fix-database = Look at the disk's free space and the database server, then try again.
check-feed = There is a channel for news and winners
fix-feed = Type { $command } with the channel where winners should be told.
check-posts = Every post went out
fix-posts = { $n ->
    [one] One post did not surely go out.
   *[other] { $n } posts did not surely go out.
 } See to them with { $command }.
button-tickets = Check the draw
post-ticket-list = Tickets in order: { $list }
post-corrected = Drawn again: { $names } wins instead.
