"""The studio: clips in British Sign Language, from the words that need one to the day they are shown.

- `needed`       which words those are, by survey, as they are asked today
- `film`         a film that somebody brings, drawn anew without its sound
- `captions`     the words on the picture, and nothing else
- `credits`      who translated it and who checked that, by their registers
- `briefing`     what the words are for, where they stand, what they must not suggest
- `saying_back`  what somebody saw who had not read them
- `register`     what there is, what is missing, what has gone stale
- `showing`      bring a version, mend it, check it and show it, take it back
"""
