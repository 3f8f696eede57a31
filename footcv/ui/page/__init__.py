"""The page of a live session: a server for this machine alone, and what it serves.

Between server and page goes one WebSocket. The server sends

- text, JSON: `{"settings": {...}}` first, then `{"n": 1, "progress": {...}, "marks": {...}, "cues": [...]}`; a cue is `{"kind", "key", "text"}`,
  with an `id` where it is to be said;
- binary: 8 bytes, the picture's number (big endian), then a JPEG;

and the page sends `{"action": "pause"}`, `{"told": n}` and `{"shown": number}` when it has dealt with a state or drawn a picture. Nothing more is sent than the
page can take: of states and pictures that wait, the newest wins, and cues that waited too long are dropped.
"""

from footcv.ui.page.page import Page

__all__ = ["Page"]
