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
