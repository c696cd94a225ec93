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

# What is in the way of a post, and what a moderator does about it
discord-trouble-no-feed = No channel is chosen for news in this server. Choose one with { $choose }.
discord-trouble-name = I can't find a channel { $feed } in this server. Choose one with { $choose }, so that Discord tells me which it is.
discord-trouble-hidden = I can't see { $feed }. Open that channel's settings, go to Permissions, add me and allow View Channel and Send Messages. Or choose another channel with { $choose }.
discord-trouble-barred = I may not write in { $feed }. Open that channel's settings, go to Permissions, add me and allow Send Messages (in a thread: Send Messages in Threads). Or choose another channel with { $choose }.
discord-trouble-gone = The channel for news is gone. Choose another one with { $choose }.
discord-trouble-locked = { $feed } is a thread that is locked or put away. Open it again and unlock it, or choose another channel with { $choose }.
discord-trouble-not-text = { $feed } takes no messages of its own, as a forum or a category. Choose a text channel with { $choose }.
discord-trouble-token = Discord refuses my token. Whoever runs this Huzzah makes a new one under Bot in the Developer Portal, puts it into HUZZAH_DISCORD__TOKEN and starts Huzzah again.
discord-trouble-else = Discord did not take it; its number for the reason is { $number }. Whoever runs this Huzzah finds more in its log.

# Rights, as Discord's settings call them
discord-right-view = View Channel
discord-right-send = Send Messages
discord-right-links = Embed Links
discord-right-files = Attach Files
discord-right-history = Read Message History
discord-right-threads = Create Public Threads
discord-right-send-in-threads = Send Messages in Threads

# Discord's part of the check-up
discord-check-gateway = Discord reaches me over the gateway
discord-fix-gateway = The gateway is not connected. Look whether HUZZAH_DISCORD__TOKEN is the bot's token, and whether no Interactions Endpoint URL is set in the Developer Portal.
discord-fix-gateway-word = The gateway is not connected; the last word was { $word }. Look whether HUZZAH_DISCORD__TOKEN is the bot's token, and whether no Interactions Endpoint URL is set in the Developer Portal.
discord-check-requests = Discord reaches me by signed requests
discord-remark-requests = The last one came { $time }.
discord-just-now = just now
discord-fix-requests = None has come since my start. In the Developer Portal, the Interactions Endpoint URL must be the address of this Huzzah with /discord/interactions at its end.
discord-check-token = Discord knows my token
discord-fix-later = Discord did not answer just now. Check again in a minute.
discord-check-commands = Discord knows my commands
discord-fix-commands = These are missing: { $names }. Start Huzzah again: it registers them at its start, and its log says what Discord answers.
discord-fix-commands-none = It knows none of them. Start Huzzah again: it registers them at its start, and its log says what Discord answers.
discord-fix-commands-unseen = Discord does not show me the commands. Add me to this server again with the invite link from Huzzah's log, which carries applications.commands.
discord-check-server = I can see this server
discord-check-channel = I may write in the channel for news
discord-remark-channel = It is { $feed }.
discord-fix-rights = In { $feed } I lack { $rights }. Open that channel's settings, go to Permissions, add me and allow it. Or choose another channel with { $choose }.
discord-check-here = I may write here, in { $feed }
discord-check-optional = Everything else works without { $right }
discord-without-history = When I can't tell whether a post arrived, I can't look; a moderator decides.
discord-without-files = What I would hand over as a file comes as text.
discord-without-threads = No threads for cheers hang on my posts.
discord-check-role = A role that moderates is there
discord-remark-role = It is { $role }.
discord-fix-role = A role that moderates is gone (its id was { $id }). Name the moderators again with { $command }.
discord-check-place = My place among the roles
discord-remark-place = { $n ->
    [0] No role stands above mine.
    [one] One role stands above mine.
   *[other] { $n } roles stand above mine.
 } I hand out no roles, so that does not matter.
discord-remark-power = { $n ->
    [0] No role stands above mine.
    [one] One role stands above mine.
   *[other] { $n } roles stand above mine.
 } I may do more than I need: nothing breaks if you take it from me.
