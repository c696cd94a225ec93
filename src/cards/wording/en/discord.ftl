# The words of Huzzah in English: what only Discord needs.

# Cards
discord-more = …and more
discord-gap = … (some rows left out)
discord-sure = { $label }: are you sure? This can't be taken back.
discord-sure-yes = Yes: { $label }

# Forms: { $choices } and { $others } are lists of words that may be typed
discord-form-more = { $title } – more: /{ $command }
discord-choices = One of: { $choices }
discord-choices-or-empty = Empty: { $value }. Or: { $others }

# Commands
discord-commands-of = Everything that begins with /{ $name }
discord-profile = Profile

# Answers
discord-posted = The answer goes to everybody in this channel.
discord-post-unknown = I can't tell whether everybody in the channel was shown this: Discord did not say. It is saved in any case.
discord-not-posted = I could not show this to everybody in the channel: Discord did not take it. It is saved in any case.
discord-barred = I may not write in this channel, so only you see this. Moderators find the fix with { $command }.
discord-also-unknown = I can't tell whether my post arrived in { $channel }: please have a look.
discord-also-not = I could not post in { $channel }. Let me view it and send messages there in the channel's permissions, then try again.
discord-stale = This is from an older version of mine, so I left everything as it is. Please give the command again.
discord-not-yours = This button is for the person whom the message answers. You can give the command yourself.
discord-servers-only = I only know what happens in servers. Please give the command in a channel of yours.
discord-file-as-text = I could not hand you a file, so here is what is in it:
discord-file-cut = I could not hand you the file, so here is how it begins. Please try again later.
