# The words of Huzzah in English: moderator.
