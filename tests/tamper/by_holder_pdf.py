"""Attacks by somebody who holds the packet itself, a PDF, and shows another; some seal it again with their own key."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pikepdf

from coe.packet.seal import make_seal_key, seal
from coe.packet.story import manifest
from governance.formats.pdf import evidence_from_pdf
from tests.tamper.attack import Attack
from tests.tamper.naming import Control
from tests.tamper.site import Site


def swap_the_attachment_by_an_update(site: Site) -> bytes:
    """Append an incremental update with another packet's evidence.json; some viewers show the later one."""
    from pyhanko.pdf_utils import embed
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    out = IncrementalPdfFileWriter(BytesIO(site.house.packet))
    other = site.house.evidence["leaflet"].encode()
    content = embed.EmbeddedFileObject.from_file_data(out, data=other, mime_type="application/json")
    embed.embed_file(out, embed.FileSpec("evidence.json", embedded_data=content))
    swapped = BytesIO()
    out.write(swapped)  # type: ignore[no-untyped-call]  # pyHanko's own
    return swapped.getvalue()


def note_over_the_page_by_an_update(site: Site) -> bytes:
    """Append an incremental update that lays a note over the first page."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    out = IncrementalPdfFileWriter(BytesIO(site.house.packet))
    name = generic.pdf_name
    note = generic.DictionaryObject(  # type: ignore[no-untyped-call]
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 600, 400, 800))),
            name("/Contents"): generic.pdf_string("Approved"),
            name("/DA"): generic.pdf_string("/Helv 40 Tf"),
        }
    )
    out.register_annotation(out.find_page_for_modification(0)[0], out.add_object(note))  # type: ignore[no-untyped-call]
    drawn = BytesIO()
    out.write(drawn)  # type: ignore[no-untyped-call]
    return drawn.getvalue()


def blank_a_page_in_place(site: Site) -> bytes:
    """Empty the first page without moving a byte of the rest: the content's stream is filled up to its old length."""
    with pikepdf.open(BytesIO(site.house.packet)) as pdf:
        contents = pdf.pages[0].Contents
        raw = (contents[0] if isinstance(contents, pikepdf.Array) else contents).read_raw_bytes()
    return site.house.packet.replace(raw, zlib.compress(b" ").ljust(len(raw), b"\0"))


def cut_pages(site: Site) -> bytes:
    """Remove the last page and save the rest."""
    return _edited(site, lambda pdf: pdf.pages.__delitem__(-1), unsealed=False)


def cut_pages_and_fit_the_seal(site: Site) -> bytes:
    """Remove the last page, and let the seal say that it covers what is left."""
    return _fitted(_edited(site, lambda pdf: pdf.pages.__delitem__(-1), unsealed=False))


def append_a_page_and_fit_the_seal(site: Site) -> bytes:
    """Print the first page a second time at the end, and let the seal say that it covers that."""
    return _fitted(_edited(site, lambda pdf: pdf.pages.append(pdf.pages[0]), unsealed=False))


def blank_a_page_and_fit_the_digest(site: Site) -> bytes:
    """Empty the first page in place, and write the digest of the PDF as it now is into the seal."""
    blank = blank_a_page_in_place(site)
    was, found = evidence_from_pdf(site.house.packet), evidence_from_pdf(blank)
    return _written_over(blank, was.digest, found.digest)


def empty_the_seal(site: Site) -> bytes:
    """Overwrite the seal's signature with zeros, in place."""
    held = evidence_from_pdf(site.house.packet).contents
    return _written_over(site.house.packet, held, bytes(len(held)))


def strip_the_seal(site: Site) -> bytes:
    """Remove the seal and show the same pages and attachments without it."""
    return _edited(site, lambda _: None)


def shorten_the_seal(site: Site) -> bytes:
    """Let the seal say that it covers a hundred bytes less."""
    place = site.house.packet.rindex(b"/ByteRange")
    head, tail = site.house.packet[:place], site.house.packet[place:]
    numbers = tail[tail.index(b"[") + 1 : tail.index(b"]")].split()
    shorter = b"%d" % (int(numbers[3]) - 100)
    return head + tail.replace(numbers[3], shorter.rjust(len(numbers[3])), 1)


def seal_with_ones_own_certificate(site: Site) -> bytes:
    """Take the seal off and set one of one's own, under the same name."""
    return _sealed(site, lambda _: None)


def print_other_words_and_seal(site: Site) -> bytes:
    """Print “Approved” over the first page, leave the evidence alone, and seal with a certificate of one's own."""

    def printed(pdf: pikepdf.Pdf) -> None:
        page = pikepdf.Page(pdf.pages[0])
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        name = page.add_resource(font, pikepdf.Name.Font)
        page.contents_add(b"BT %s 60 Tf 60 500 Td (Approved) Tj ET" % str(name).encode())

    return _sealed(site, printed)


def cut_pages_and_seal(site: Site) -> bytes:
    """Remove the last page, leave the evidence alone, and seal with a certificate of one's own."""
    return _sealed(site, lambda pdf: pdf.pages.__delitem__(-1))


def append_a_page_and_seal(site: Site) -> bytes:
    """Add a page, leave the evidence alone, and seal with a certificate of one's own."""
    return _sealed(site, lambda pdf: pdf.pages.append(pdf.pages[0]))


def evidence_of_another_packet_and_seal(site: Site) -> bytes:
    """Put the evidence of the leaflet, which was approved, under the poster's pages, MANIFEST and all, and seal."""
    other = site.house.evidence["leaflet"].encode()
    return _sealed(site, lambda pdf: _attach(pdf, {"evidence.json": other, "MANIFEST": manifest(other)}))


def evidence_edited_and_seal(site: Site) -> bytes:
    """Edit an outcome in the evidence, let its digest and the MANIFEST fit, and seal."""
    from tests.tamper.by_holder import edit_an_outcome

    other = edit_an_outcome(site)
    return _sealed(site, lambda pdf: _attach(pdf, {"evidence.json": other, "MANIFEST": manifest(other)}))


def another_manifest_and_seal(site: Site) -> bytes:
    """Let MANIFEST name the digest of another evidence.json, and seal."""
    return _sealed(site, lambda pdf: _attach(pdf, {"MANIFEST": manifest(b"other")}))


def rename_the_attachment_and_seal(site: Site) -> bytes:
    """Give evidence.json another name, and seal."""

    def renamed(pdf: pikepdf.Pdf) -> None:
        data = pdf.attachments["evidence.json"].get_file().read_bytes()
        del pdf.attachments["evidence.json"]
        del pdf.Root.AF
        pdf.attachments["evidence.json.bak"] = data

    return _sealed(site, renamed)


def second_evidence_and_seal(site: Site) -> bytes:
    """Attach a second evidence.json, another packet's, as an associated file, and seal."""

    def second(pdf: pikepdf.Pdf) -> None:
        other = site.house.evidence["leaflet"].encode()
        stream = pdf.make_indirect(pikepdf.Stream(pdf, other, Type=pikepdf.Name.EmbeddedFile))
        name = pikepdf.String("evidence.json")
        files = pikepdf.Dictionary(F=stream, UF=stream)
        pdf.Root.AF.append(pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=name, UF=name, EF=files)))

    return _sealed(site, second)


def _attach(pdf: pikepdf.Pdf, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        stream = pdf.attachments[name].get_file().obj
        stream.write(data)


def _edited(site: Site, edit: Callable[[pikepdf.Pdf], None], *, unsealed: bool = True) -> bytes:
    with pikepdf.open(BytesIO(site.house.packet)) as pdf:
        if unsealed:
            del pdf.Root.AcroForm
            for page in pdf.pages:
                if "/Annots" in page:
                    kept = [note for note in page.Annots if note.get("/FT") != "/Sig"]
                    page.Annots = pikepdf.Array(kept)
            if "/Perms" in pdf.Root:
                del pdf.Root.Perms
        edit(pdf)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def _fitted(pdf: bytes) -> bytes:
    """The PDF with a byte range that covers all of it but the signature, written over the one that was right before."""
    hole = max(re.finditer(rb"/Contents *(<[0-9a-fA-F]{200,}>)", pdf), key=lambda found: found.start())
    stated = max(re.finditer(rb"/ByteRange *\[[^]]*\]", pdf), key=lambda found: found.start())
    fits = b"/ByteRange [0 %d %d %d]" % (hole.start(1), hole.end(1), len(pdf) - hole.end(1))
    fits = fits[:-1].ljust(len(stated[0]) - 1) + b"]"
    assert len(fits) == len(stated[0])
    return pdf[: stated.start()] + fits + pdf[stated.end() :]


def _written_over(pdf: bytes, was: bytes, now: bytes) -> bytes:
    """The PDF with other bytes in the place of those that stand in its seal, which is in hex."""
    place = pdf.lower().rindex(was.hex().encode())
    return pdf[:place] + now.hex().encode() + pdf[place + 2 * len(was) :]


def _sealed(site: Site, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
    own, now = site.home.folder / "own", datetime.fromtimestamp(site.clock.now() / 1000, UTC)
    make_seal_key(own, at=now)
    return seal(_edited(site, edit), own, at=now)


NOBODYS = "The office set the seal, and nobody else."
PAGES = "pages are not read here; where pages differ, the evidence counts"
ALL: tuple[Control, ...] = ("verifier", "fingerprint", "pyHanko", "pdfsig")
SEALED_AGAIN: tuple[Control, ...] = ("verifier", "fingerprint", "pyHanko")
WHOSE: tuple[Control, ...] = ("fingerprint", "pyHanko")
CHANGED, ANOTHER = "expected sealed bytes of SHA-256", "signed: expected a seal by the certificate"
ATTACKS = (
    Attack("holder", swap_the_attachment_by_an_update, ALL, "bytes were appended after it was sealed"),
    Attack("holder", note_over_the_page_by_an_update, ALL, "bytes were appended after it was sealed"),
    Attack("holder", blank_a_page_in_place, ALL, CHANGED),
    Attack("holder", cut_pages, ALL, "saved again or changed after it was sealed"),
    Attack("holder", cut_pages_and_fit_the_seal, ALL, CHANGED),
    Attack("holder", append_a_page_and_fit_the_seal, ALL, CHANGED),
    Attack("holder", blank_a_page_and_fit_the_digest, ALL, "the key of the seal's certificate did not sign it"),
    Attack("holder", empty_the_seal, ALL, "nothing but zeros stands where a signature is due"),
    Attack("holder", strip_the_seal, ALL, "this PDF is not sealed"),
    Attack("holder", shorten_the_seal, ALL, "saved again or changed after it was sealed"),
    Attack("holder", seal_with_ones_own_certificate, WHOSE, ANOTHER, stated=NOBODYS),
    Attack("holder", print_other_words_and_seal, WHOSE, ANOTHER, stated=PAGES),
    Attack("holder", cut_pages_and_seal, WHOSE, ANOTHER, stated=PAGES),
    Attack("holder", append_a_page_and_seal, WHOSE, ANOTHER, stated=PAGES),
    Attack("holder", evidence_of_another_packet_and_seal, WHOSE, ANOTHER, stated=PAGES),
    Attack("holder", evidence_edited_and_seal, SEALED_AGAIN, "intact: "),
    Attack("holder", another_manifest_and_seal, SEALED_AGAIN, "MANIFEST does not name the digest"),
    Attack("holder", rename_the_attachment_and_seal, SEALED_AGAIN, "no attachment named evidence.json"),
    Attack("holder", second_evidence_and_seal, SEALED_AGAIN, "two different attachments named evidence.json"),
)
