# The words of Huzzah in English: what only Slack needs.

# Cards and forms
slack-more = …and more
slack-more-options = More options
slack-cancel = Cancel
slack-close = Close
slack-name = Huzzah

# The pages of the installation; what stands between ` is set as something to type
slack-installed = Huzzah is in your workspace
slack-installed-next = In the channel where winners should be told, type `/invite @Huzzah` and then `/huzzah setup`.
slack-installed-word = The same is on its way to you in a direct message, so you can close this page.
slack-installed-open = Open Slack
slack-install-again = Install Huzzah
slack-install-declined = Nothing was installed
slack-install-declined-why = You said no at Slack, and that is fine: nothing has changed in your workspace. You can come back at any time.
slack-install-stale = Please begin again
slack-install-stale-why = This way back from Slack was used before, took longer than ten minutes or was begun in another browser, so nothing was installed. The button starts afresh.
slack-install-organisation = One workspace at a time, please
slack-install-organisation-why = Huzzah can't be installed for a whole organisation yet, so nothing was kept. Begin again and choose a single workspace at Slack.
slack-install-refused = Slack did not accept this app
slack-install-refused-why = Nothing was installed. Whoever runs this Huzzah finds the reason in its log: the client id, the client secret or the redirect URL is probably not the one in the app's settings.
slack-install-crowded = Too many at once
slack-install-crowded-why = Very many people are installing Huzzah right now. Please try again in ten minutes.
slack-install-broken = That did not work
slack-install-broken-why = Slack or the database of this Huzzah did not answer, so Huzzah may not be installed yet. Please try again in a minute.

# A word to whoever installed the app
slack-welcome = Thank you for installing Huzzah! Two steps and you can start.
slack-welcome-invite = 1. Go to the channel where news and winners should be told, and invite me: type /invite { $me }
slack-welcome-setup = 2. Type { $command } there, or press the button, to choose that channel, your time zone and when weeks end.
slack-welcome-doctor = If something doesn't work, { $command } says what to do.
slack-welcome-button = Set up
slack-welcome-help = Show help

# What Slack shows about the app before anybody has used it
slack-app-about = Friendly challenges: log progress, see where you stand, cheer the winners.
slack-app-more = Huzzah runs friendly challenges for your workspace. Log what you did with /progress 3kg, see where you stand with /leaderboard, and when a round ends the winners are announced by themselves. Every score can be explained with /huzzah why, every entry can be taken back, and joining is up to you. Huzzah is a program that somebody you know runs: ask them where its database is. It reads nothing but what you say to it.
slack-app-command = Everything: log, boards, challenges, settings, privacy
slack-app-challenge = Set up and run challenges (for moderators)
slack-shortcut-log = Log progress
slack-shortcut-log-about = Log what you did in a challenge
slack-shortcut-here = Log progress here
slack-shortcut-here-about = Log what you did and answer in this thread
slack-shortcut-void = Void this entry
slack-shortcut-void-about = For moderators: make the entry of this message not count

# A word to a moderator that a post did not go out
slack-trouble-no-feed = No channel is chosen for news in this workspace. Choose one with { $choose }.
slack-trouble-not-in = I am not in { $feed }. Type /invite { $bot } in that channel.
slack-trouble-gone = { $feed } is gone, or it is private and I am not in it. Type /invite { $bot } in that channel, or choose another one with { $choose }.
slack-trouble-archived = { $feed } is archived. Choose another channel with { $choose }, or unarchive it.
slack-trouble-scope = The app may not write in this workspace: its scope chat:write is missing. Add it under OAuth & Permissions in the app's settings, and install the app again.
slack-trouble-barred = In { $feed } only some people may write, and I am none of them. Let me write there in the channel's settings, or choose another channel with { $choose }.
slack-trouble-else = Slack did not take it; its word for the reason is { $word }. Whoever runs this Huzzah finds more in its log.

# Answers
slack-not-installed = Huzzah is not installed in this workspace. Please ask whoever runs it to install it here.
slack-stale-button = This button is from an older version of mine, so I left everything as it is. Please type the command again.
slack-not-your-button = This button is for the person whom the message answers. You can type the command yourself.
slack-too-old = Your message took more than two hours to reach me, so I did nothing with it. Please send it again if it still counts, with when: if it was another day.
slack-post-unknown = I can't tell whether everybody in the channel was shown this: Slack did not say. It is saved in any case.
slack-not-in-channel = I may not write in that channel, so only you see this. To let everybody read it, type /invite { $bot } there.
slack-also-unknown = I can't tell whether my post arrived in { $channel }: please have a look.
slack-also-not = I could not post in { $channel }. Type /invite { $bot } there, then try again.
slack-file-as-text = I could not hand you a file, so here is what is in it:
slack-file-cut = I could not hand you the file, so here is how it begins. Ask whoever runs Huzzah here to allow it files:write, then try again.

# Shortcuts
slack-no-entry-there = That message shows no entry that I know. Entries have numbers: see yours with { $command }.
slack-void-title = Void this entry
slack-void-reason = Why should it not count?
slack-void-hint = Entry #{ $entry }. The member and the audit trail are told.
slack-void-submit = Void it
slack-void-by-command = Slack did not let me ask you for a reason. Type { $command } with reason: and why.

# Slack's part of the check-up
slack-check-socket = Slack reaches me over the socket
slack-fix-socket = The socket is not open. Look whether Socket Mode is on in the app's settings, and whether HUZZAH_SLACK__APP_TOKEN is the app-level token with connections:write.
slack-fix-socket-word = The socket is not open; the last word was { $word }. Look whether Socket Mode is on in the app's settings, and whether HUZZAH_SLACK__APP_TOKEN is the app-level token with connections:write.
slack-check-requests = Slack reaches me by signed requests
slack-remark-requests = The last one came { $time }.
slack-just-now = just now
slack-fix-requests = None has come since my start. In the app's settings, the Request URLs of slash commands, interactivity and events must be the address of this Huzzah with /slack/events at its end.
slack-check-token = Slack knows my token
slack-fix-token = Slack refuses the token; its word is { $word }. Install the app again, and where HUZZAH_SLACK__BOT_TOKEN is used put the new token there.
slack-fix-install = Huzzah is not installed in this workspace any more. Install it again.
slack-fix-log = I can't read the token of this workspace. Whoever runs this Huzzah finds the reason in its log.
slack-fix-later = Slack did not answer just now. Check again in a minute.
slack-check-scopes = The app may do what it needs to
slack-check-scope = The app has the scope { $scope }
slack-fix-scope = The scope { $scope } is missing. Add it under OAuth & Permissions in the app's settings, and install the app again.
slack-check-optional = Everything else works without the scope { $scope }
slack-without-files = What I would hand over as a file comes as text.
slack-without-groups = User groups can't be named as moderators, only people.
slack-without-channels = I can't see whether I am in a public channel.
slack-without-private = I can't see whether I am in a private channel.
slack-check-channel = I am in the channel for news, and it takes posts
slack-remark-channel = It is { $feed }.
slack-fix-channel-name = I know { $feed } only by its name. Choose it once more with { $choose }, so that Slack tells me which channel it is.
slack-fix-channel-unseen = I can't see that without the scope channels:read, for a private channel groups:read. Type /invite { $bot } in the channel: Slack says whether I am there already. Or add the scope under OAuth & Permissions in the app's settings, and install the app again.
slack-check-group = I can see who is in a group that moderates
slack-remark-group = It is { $group }.
slack-fix-group = Slack does not tell me who is in { $group }; its word is { $word }. Name the moderators again with { $command }.
slack-check-commands = Short commands
slack-remark-commands = If /progress, /leaderboard or /challenge opens another app, that one was installed later: /huzzah progress and the like always come to me.

