# The words of Huzzah in English: what only Slack needs.

# Cards and forms
slack-more = …and more
slack-more-options = More options
slack-cancel = Cancel
slack-close = Close
slack-name = Huzzah
