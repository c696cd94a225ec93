# The words of Huzzah in English: what only Slack needs.

# Cards and forms
slack-more = …and more
slack-more-options = More options
slack-cancel = Cancel
slack-close = Close
slack-open-form = Open the form
slack-name = Huzzah

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
