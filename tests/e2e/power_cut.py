"""Power cuts of a real server: power_cut.c notes what was synced, and after a kill all else may go,
as POSIX allows: what was appended since a file's last sync from any byte on, what is left of it
damaged; names made, changed or deleted since the last sync of their directory from any step on."""
import os
import pathlib

import preloaded

SOURCE = pathlib.Path(__file__).with_name("power_cut.c")


class LossyDisk:
    """The data directory of one server, as an unreliable disk. `lost` counts what the cuts took."""

    def __init__(self, folder, data):
        self.folder, self.data = pathlib.Path(folder), pathlib.Path(data)
        self.lost = {"bytes": 0, "damaged": 0, "names": 0}
        self._limbo, self._journal = self.folder / "limbo", self.folder / "journal"
        self._library = preloaded.compiled(self.folder, SOURCE)
        self._limbo.mkdir()

    def environment(self, forgets_syncs=False):
        """What the server is to be started with, each time."""
        return {"POWER_CUT_DIRECTORY": str(self.data), "POWER_CUT_JOURNAL": str(self._journal),
                "POWER_CUT_LIMBO": str(self._limbo), **preloaded.environment(self._library),
                **({"POWER_CUT_FORGETS": "1"} if forgets_syncs else {})}

    def forget(self):
        """The server has ended well, or was only killed: everything it wrote stays."""
        self._journal.unlink(missing_ok=True)
        for kept in self._limbo.iterdir():
            kept.unlink()

    def cut(self, chance, takes_all=False):
        """Takes away what may go: all of it, or what `chance` (a random.Random) says. The server
        has been killed."""
        sizes, changes = self._read_journal()
        for folder in sorted(changes):
            steps = changes[folder]
            for step in reversed(steps[0 if takes_all else chance.randint(0, len(steps)):]):
                self._undo(*step)
                self.lost["names"] += 1
        for path in sorted(self.data.rglob("*")):
            if path.is_file() and not path.is_symlink():
                self._spoil(path, sizes.get(path.stat().st_ino), chance, takes_all)
        self.forget()

    def _read_journal(self):
        """({inode: bytes that are synced}, {directory: steps that no sync of it has seen})"""
        sizes, begun, changes = {}, {}, {}
        self._journal.touch()  # killed before it came to write
        for at, line in enumerate(self._journal.read_text().splitlines()):
            word, *rest = line.split(" ")
            if word == "write":
                sizes.setdefault(int(rest[0]), int(rest[1]))
            elif word == "synced":
                sizes[int(rest[0])] = max(sizes.get(int(rest[0]), 0), int(rest[1]))
            elif word == "truncate":
                sizes[int(rest[0])] = min(sizes.get(int(rest[0]), 0), int(rest[1]))
            elif word == "begin":
                begun[rest[0]] = at
            elif word == "named":
                folder = rest[1].rstrip("/")
                changes[folder] = [step for step in changes.get(folder, [])
                                   if step[0] > begun[rest[0]]]
            else:
                changes.setdefault(os.path.dirname(rest[-1]), []).append((at, word, *rest))
        return sizes, changes

    def _undo(self, _, word, *names):
        if word == "create":
            pathlib.Path(names[0]).unlink(missing_ok=True)
            return
        if word == "rename" and os.path.exists(names[2]):
            os.rename(names[2], names[1])
        if names[0] != "0":
            os.link(self._limbo / names[0], names[-1])

    def _spoil(self, path, synced, chance, takes_all):
        """Cuts what isn't synced of a file; sometimes one byte of the rest of that is wrong."""
        size = path.stat().st_size
        if synced is None or size <= synced:
            return
        left = chance.choice([synced, size, chance.randint(synced, size)])
        left = synced if takes_all else left
        os.truncate(path, left)
        self.lost["bytes"] += size - left
        if left > synced and chance.random() < 0.3:
            self.lost["damaged"] += 1
            with open(path, "r+b") as file:
                file.seek(chance.randrange(synced, left))
                byte = file.read(1)
                file.seek(-1, os.SEEK_CUR)
                file.write(bytes([byte[0] ^ 1 << chance.randrange(8)]))
