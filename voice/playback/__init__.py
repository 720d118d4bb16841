"""What becomes of a recording once it is kept: a copy that every browser plays, beside the original as it came.

- `sniffing`  what a file is, by its first bytes and by nothing anybody says of it
- `fence`     the program that shuts itself in before it takes a stranger's file apart
- `ffmpeg`    what is asked of ffmpeg, within the fence, from memory to memory
- `making`    the worker's verb: open, make, seal, or set aside for a person
"""
