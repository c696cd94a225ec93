# The words of Huzzah in English: core.
