"""Messages of Outlook, made of properties: the compound file of [MS-CFB] with the streams of [MS-OXMSG]."""

import struct
from collections.abc import Mapping
from datetime import UTC, datetime

Storage = Mapping[str, "bytes | Storage"]
_SECTOR = 512
_SMALL = 4096
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def outlook_message(subject: str, body: str, sender: str, sent: datetime, files: Mapping[str, bytes]) -> bytes:
    """Return a .msg file with attached files."""
    texts = {0x0037: subject, 0x1000: body, 0x0C1A: sender}
    ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10**7)
    root: dict[str, bytes | Storage] = {
        f"__substg1.0_{pid:04X}001F": text.encode("utf-16-le") for pid, text in texts.items()
    }
    entries = [_entry(0x001F, pid, len(text) * 2 + 2) for pid, text in texts.items()]
    entries.append(_entry(0x0040, 0x0039, ticks))
    root["__properties_version1.0"] = struct.pack("<8x4I8x", 0, 0, 0, len(files)) + b"".join(entries)
    for number, (name, data) in enumerate(files.items()):
        root[f"__attach_version1.0_#{number:08X}"] = {
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": data,
            "__properties_version1.0": bytes(8)
            + _entry(0x001F, 0x3707, len(name) * 2 + 2) + _entry(0x0102, 0x3701, len(data)) + _entry(0x0003, 0x3705, 1),
        }  # fmt: skip
    return compound_file(root)


def _entry(kind: int, pid: int, value: int) -> bytes:
    return struct.pack("<HHIQ", kind, pid, 6, value)


def compound_file(root: Storage) -> bytes:
    """Return a compound file; streams of less than 4096 bytes are in the small stream of the root."""
    entries: list[list[int | str | bytes]] = [["Root Entry", 5, _NONE, b""]]
    _add(root, 0, entries)
    sectors: list[bytes] = []
    chains: list[int] = []
    small: list[bytes] = []
    small_chains: list[int] = []
    starts = [0]
    for entry in entries[1:]:
        content = entry[3] if isinstance(entry[3], bytes) else b""
        if len(content) < _SMALL:
            starts.append(_store(content, small, small_chains, 64) if content else _END)
        else:
            starts.append(_store(content, sectors, chains, _SECTOR))
    packed = b"".join(small)
    entries[0][3] = packed
    starts[0] = _store(packed, sectors, chains, _SECTOR)
    small_fat = _store(struct.pack(f"<{len(small_chains)}I", *small_chains), sectors, chains, _SECTOR, b"\xff")
    small_count = len(sectors) - small_fat
    directory = b"".join(_directory_entry(entry, start) for entry, start in zip(entries, starts, strict=True))
    first = _store(directory, sectors, chains, _SECTOR)
    at, fat_sectors = len(sectors), 1
    while (at + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    chains += [_FAT] * fat_sectors
    chains += [_FREE] * (fat_sectors * _SECTOR // 4 - len(chains))
    header = struct.pack(
        "<8s16xHHHHH6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, fat_sectors, first, 0, _SMALL, small_fat, small_count, _END, 0,
    )  # fmt: skip
    difat = [*range(at, at + fat_sectors), *[_FREE] * (109 - fat_sectors)]
    return header + struct.pack("<109I", *difat) + b"".join(sectors) + struct.pack(f"<{len(chains)}I", *chains)


def _add(storage: Storage, parent: int, entries: list[list[int | str | bytes]]) -> None:
    """Add the members of a storage, each the right sibling of the one before."""
    before = None
    for name, content in storage.items():
        number = len(entries)
        entries.append(
            [name, 2 if isinstance(content, bytes) else 1, _NONE, content if isinstance(content, bytes) else b"", _NONE]
        )
        if before is None:
            entries[parent][2] = number
        else:
            entries[before][4] = number
        before = number
        if not isinstance(content, bytes):
            _add(content, number, entries)


def _directory_entry(entry: list[int | str | bytes], start: int) -> bytes:
    name, kind, child, content, *right = entry
    encoded = str(name).encode("utf-16-le")
    size = len(content) if isinstance(content, bytes) else 0
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ",
        encoded,
        len(encoded) + 2,
        kind,
        1,
        _NONE,
        right[0] if right else _NONE,
        child,
        0,
        start,
        size,
    )


def _store(data: bytes, sectors: list[bytes], chains: list[int], size: int, padding: bytes = b"\0") -> int:
    first = len(sectors)
    for at in range(0, len(data), size):
        sectors.append(data[at : at + size].ljust(size, padding))
        chains.append(len(sectors))
    chains[-1] = _END
    return first
