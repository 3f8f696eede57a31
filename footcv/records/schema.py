"""The log's tables, and how a log of an earlier footcv becomes one of today's."""

import sqlite3

from footcv.errors import OutputError

# "foot", as SQLite's application_id: it tells a footcv log from any other database.
APPLICATION_ID = 0x666F6F74

# Ordered: the n-th brings a log of version n - 1 to version n (SQLite's user_version). What was released is never edited; changes are appended.
# Times of a repetition are seconds, rounded as the contract's CSV writes them, so that export and import lose nothing.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # What was prescribed at the time: a program file of one's own may change or go. `definition` is its JSON, empty where only its id is known.
        "CREATE TABLE program (key INTEGER PRIMARY KEY, id TEXT NOT NULL, definition TEXT NOT NULL, UNIQUE (id, definition))",
        # `started_at` is the person's own clock, ISO 8601 with its offset, `day` the date on it, and `began` the same moment as seconds since 1970, by which
        # sessions are in order wherever they were. A session that never ended broke off.
        """CREATE TABLE session (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            started_at TEXT NOT NULL,
            day TEXT NOT NULL,
            began REAL NOT NULL,
            source TEXT NOT NULL,
            program INTEGER REFERENCES program (key),
            content TEXT,
            ended_at TEXT,
            how TEXT CHECK (how IN ('done', 'stopped', 'camera lost')),
            UNIQUE (started_at, source)
        )""",
        "CREATE INDEX session_day ON session (day)",
        "CREATE INDEX session_began ON session (began)",
        "CREATE INDEX session_content ON session (content) WHERE content IS NOT NULL",
        # `taken_back` is 0, 1 where a later look found it to be none, 2 where a person undid it.
        """CREATE TABLE rep (
            id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
            exercise TEXT NOT NULL,
            set_index INTEGER NOT NULL,
            rep_index INTEGER NOT NULL,
            side TEXT NOT NULL,
            direction TEXT,
            start_s REAL NOT NULL,
            hold_start_s REAL,
            hold_end_s REAL,
            end_s REAL NOT NULL,
            rest_before_s REAL,
            peak REAL NOT NULL,
            peak_unit TEXT NOT NULL,
            confidence REAL NOT NULL,
            counted INTEGER NOT NULL,
            faults TEXT NOT NULL,
            by_hand INTEGER NOT NULL,
            taken_back INTEGER NOT NULL DEFAULT 0
        )""",
        "CREATE INDEX rep_session ON rep (session)",
        # What the repetitions of a session come to, kept up with them: history reads few sums, however many there are. What one adds stands in the view alone.
        """CREATE TABLE tally (
            session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
            exercise TEXT NOT NULL,
            side TEXT NOT NULL,
            direction TEXT NOT NULL,
            peak_unit TEXT NOT NULL,
            reps INTEGER NOT NULL,
            counted INTEGER NOT NULL,
            seconds REAL NOT NULL,
            held INTEGER NOT NULL,
            full INTEGER NOT NULL,
            peaks INTEGER NOT NULL,
            peak_sum REAL NOT NULL,
            best REAL,
            PRIMARY KEY (session, exercise, side, direction, peak_unit)
        ) WITHOUT ROWID""",
        "CREATE INDEX tally_best ON tally (exercise, side, peak_unit, best)",
        # Of those added by hand neither a hold nor a peak was seen.
        """CREATE VIEW one AS SELECT id, session, exercise, side, coalesce(direction, '') AS direction, peak_unit, 1 AS reps, counted,
            counted * (end_s - start_s) AS seconds, NOT by_hand AND hold_start_s IS NOT NULL AS held,
            NOT by_hand AND hold_start_s IS NOT NULL AND NOT instr(faults, 'short-hold') AS full, counted AND NOT by_hand AS peaks,
            CASE WHEN counted AND NOT by_hand THEN peak ELSE 0 END AS peak_sum, CASE WHEN counted AND NOT by_hand THEN peak END AS best
            FROM rep WHERE NOT taken_back""",
        """CREATE TRIGGER rep_added AFTER INSERT ON rep BEGIN
            INSERT INTO tally SELECT session, exercise, side, direction, peak_unit, reps, counted, seconds, held, full, peaks, peak_sum, best
                FROM one WHERE id = NEW.id
                ON CONFLICT DO UPDATE SET reps = reps + excluded.reps, counted = counted + excluded.counted, seconds = seconds + excluded.seconds,
                held = held + excluded.held, full = full + excluded.full, peaks = peaks + excluded.peaks, peak_sum = peak_sum + excluded.peak_sum,
                best = max(coalesce(best, excluded.best), coalesce(excluded.best, best));
        END""",
        """CREATE TRIGGER rep_changed AFTER UPDATE ON rep BEGIN
            DELETE FROM tally WHERE session = OLD.session;
            INSERT INTO tally SELECT session, exercise, side, direction, peak_unit, sum(reps), sum(counted), sum(seconds), sum(held), sum(full),
                sum(peaks), sum(peak_sum), max(best) FROM one WHERE session = OLD.session GROUP BY exercise, side, direction, peak_unit;
        END""",
        """CREATE TABLE note (
            id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
            at_s REAL NOT NULL,
            what TEXT NOT NULL
        )""",
        "CREATE INDEX note_session ON note (session)",
    ),
    (
        # The signal of a set, or the path of a foot, written when the set ends: numbers of 4 bytes, 15 a second from `first` on, compressed (traces.py).
        """CREATE TABLE trace (
            id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
            exercise TEXT NOT NULL,
            set_index INTEGER NOT NULL,
            side TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('signal', 'own path', 'picture path')),
            unit TEXT,
            source TEXT NOT NULL,
            first INTEGER NOT NULL,
            samples BLOB NOT NULL
        )""",
        "CREATE INDEX trace_session ON trace (session)",
    ),
)


def migrate(connection: sqlite3.Connection, name: str) -> None:
    """Bring the log called `name` to today's tables, in one transaction, or leave it as it was.

    Raises OutputError where it is another program's database or a newer footcv's log, sqlite3.Error where SQLite fails.
    """
    if _version(connection, name) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again: another footcv may have done it meanwhile.
        for statements in MIGRATIONS[_version(connection, name) :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, name: str) -> int:
    [version], [application] = connection.execute("PRAGMA user_version").fetchone(), connection.execute("PRAGMA application_id").fetchone()
    empty = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
    if application != APPLICATION_ID and not empty:
        raise OutputError(f"{name} is another program's database, not footcv's log; move it away or choose another --data-dir")
    if version > len(MIGRATIONS):
        raise OutputError(f"{name} was written by a newer footcv; update footcv")
    return int(version)
