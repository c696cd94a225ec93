# The words of Huzzah in English: member.
