"""Files of vectors in the format of the TEXMEX collections.

A row is its number of components, an int32, and then these; little-endian, no header. They are
float32 in .fvecs, uint8 in .bvecs and int32 in .ivecs.
"""

import numpy

COMPONENTS = {".fvecs": numpy.dtype("<f4"), ".bvecs": numpy.dtype("u1"), ".ivecs": numpy.dtype("<i4")}


def read(path):
    """The rows of a file as an array that is mapped, not copied."""
    component = COMPONENTS[path.suffix]
    width = int(numpy.fromfile(path, "<i4", 1)[0])
    row_bytes = 4 + width * component.itemsize
    length = path.stat().st_size
    if width < 1 or length % row_bytes != 0:
        raise ValueError(f"{path} has {length} bytes; expected whole rows of {row_bytes} bytes")
    rows = numpy.memmap(path, "u1", "r", shape=(length // row_bytes, row_bytes))
    return rows[:, 4:].view(component)


def write(path, rows):
    """Writes a file, whole or not at all."""
    component = COMPONENTS[path.suffix]
    with_width = numpy.empty(
        len(rows), [("width", "<i4"), ("components", component, (rows.shape[1],))])
    with_width["width"] = rows.shape[1]
    with_width["components"] = rows
    unfinished = path.with_name(path.name + ".unfinished")
    with_width.tofile(unfinished)
    unfinished.replace(path)
