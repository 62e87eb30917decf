"""Small PDFs written by hand, sealed by a key of their own; another CMS can be set in the seal's place."""

import zlib
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO

import pikepdf

from tests.governance.sealed_cms import Cms

RANGE = b"/ByteRange [0000000000 0000000000 0000000000 0000000000]"
HOLE = b"<" + b"0" * 1600 + b">"
Objects = Mapping[int, bytes]


def written(objects: Objects, base: bytes = b"", *, root: int = 1, trailer: bytes = b"") -> bytes:
    """The objects as a PDF with a classic cross-reference table, or as an incremental update of `base`."""
    out = bytearray(base or b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    previous = b" /Prev " + base[base.rfind(b"startxref") + 10 :].split()[0] if base else b""
    out += b"trailer\n<< /Size 100 /Root %d 0 R%s %s >>\nstartxref\n%d\n%%%%EOF\n" % (root, previous, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(data), entries) + data + b"\nendstream"


def packed(data: bytes) -> bytes:
    return stream(zlib.compress(data), b"/Type /EmbeddedFile /Filter /FlateDecode")


def document(files: Mapping[bytes, bytes], *, associated: bytes = b"") -> dict[int, bytes]:
    """A page-less document whose attachments are objects 10, 12 … (specification) and 11, 13 … (content)."""
    objects = {
        2: b"<< /Type /Pages /Kids [] /Count 0 >>",
        3: b"<< /Fields [4 0 R] /SigFlags 3 >>",
        4: b"<< /FT /Sig /T (Seal) /V 5 0 R >>",
        5: signature(),
    }
    names = b""
    for place, (name, content) in enumerate(files.items()):
        number = 10 + 2 * place
        names += b"(%s) %d 0 R " % (name, number)
        objects[number] = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (name, name, number + 1)
        objects[number + 1] = packed(content)
    objects[1] = (
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm 3 0 R /AF [%s] "
        b"/Names << /EmbeddedFiles << /Names [%s] >> >> >>" % (associated, names)
    )
    return objects


def signature(byte_range: bytes = RANGE) -> bytes:
    mdp = b"/Reference [<< /TransformMethod /DocMDP /TransformParams << /P 1 >> >>]"
    return b"<< /Type /Sig /Filter /Adobe.PPKLite " + byte_range + b" /Contents " + HOLE + b" " + mdp + b" >>"


def by_hand(digest: bytes) -> bytes:
    """The seal as it should be."""
    return Cms(digest).bytes()


def sealed(pdf: bytes, *, spare: int = 0, by: Callable[[bytes], bytes] = by_hand) -> bytes:
    """The PDF with its last byte range filled in, leaving `spare` bytes more than the signature uncovered, and the CMS
    that `by` makes of the digest.
    """
    hole = pdf.rindex(HOLE)
    after = hole + len(HOLE) + spare
    filled = b"/ByteRange [%010d %010d %010d %010d]" % (0, hole, after, len(pdf) - after)
    place = pdf.rindex(RANGE)
    pdf = pdf[:place] + filled + pdf[place + len(RANGE) :]
    cms = by(sha256(pdf[:hole] + pdf[after:]).digest()).hex().encode()
    return pdf[: hole + 1] + cms.ljust(len(HOLE) - 2, b"0") + pdf[hole + len(HOLE) - 1 :]


def by_pikepdf(files: Mapping[str, bytes], *, object_streams: bool = False) -> bytes:
    """An unsealed page with attachments, as another implementation writes it."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, content in files.items():
        pdf.attachments[name] = content
    out = BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if object_streams else pikepdf.ObjectStreamMode.disable
    pdf.save(out, object_stream_mode=mode)
    return out.getvalue()
