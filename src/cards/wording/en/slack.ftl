# The words of Huzzah in English: what only Slack needs.

# Cards and forms
slack-more = …and more
slack-more-options = More options
slack-cancel = Cancel
slack-close = Close
slack-name = Huzzah

# Answers
slack-not-installed = Huzzah is not installed in this workspace. Please ask whoever runs it to install it here.
slack-stale-button = This button is from an older version of mine, so I left everything as it is. Please type the command again.
slack-not-your-button = This button is for the person whom the message answers. You can type the command yourself.
slack-too-old = Your message took more than two hours to reach me, so I did nothing with it. Please send it again if it still counts, with when: if it was another day.
slack-post-unknown = I can't tell whether everybody in the channel was shown this: Slack did not say. It is saved in any case.
slack-not-in-channel = I may not write in that channel, so only you see this. To let everybody read it, type /invite @Huzzah there.
slack-also-unknown = I can't tell whether my post arrived in { $channel }: please have a look.
slack-also-not = I could not post in { $channel }. Type /invite @Huzzah there, then try again.
slack-file-as-text = I could not hand you a file, so here is what is in it:
slack-file-cut = I could not hand you the file, so here is how it begins. Ask whoever runs Huzzah here to allow it files:write, then try again.

# Shortcuts
slack-no-entry-there = That message shows no entry that I know. Entries have numbers: see them with /huzzah why.
slack-void-title = Void this entry
slack-void-reason = Why should it not count?
slack-void-hint = Entry #{ $entry }. The member and the audit trail are told.
slack-void-submit = Void it
slack-void-by-command = Slack did not let me ask you for a reason. Type { $command } with reason: and why.
