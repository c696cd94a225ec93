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
slack-installed-word = I have sent you the same in a direct message, so you can close this page.
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
slack-install-broken-why = Slack or the notebook of this Huzzah did not answer, so nothing may have been installed. Please try again in a minute.

# A word to whoever installed the app
slack-welcome = Thank you for installing Huzzah! Two steps and you can start.
slack-welcome-invite = 1. Go to the channel where news and winners should be told, and invite me: type /invite { $me }
slack-welcome-setup = 2. Type { $command } there, or press the button, to choose that channel, your time zone and when weeks end.
slack-welcome-doctor = If something doesn't work, { $command } says what to do.
slack-welcome-button = Set up
slack-welcome-help = Show help
