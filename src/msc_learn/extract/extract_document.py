"""Extract one document: read it, draft cards, and write a new course or merge into an existing one."""

from pathlib import Path

from msc_learn.course.locate import CARD_FILE_SUFFIXES
from msc_learn.document.decode import read_bytes
from msc_learn.document.model import Document
from msc_learn.document.readers import read_document
from msc_learn.errors import DocumentError, ExportError
from msc_learn.extract.draft import Draft
from msc_learn.extract.merge.existing_course import is_course, merge_file, merge_folder
from msc_learn.extract.merge.new_course import Saved, save_file, save_folder
from msc_learn.extract.pipeline import drafts_of


def extract(path: Path, output: Path) -> Saved:
    """Read a document and write its drafts into a course folder or a single card file.

    Raises `DocumentError` if the document cannot be read or makes no cards, `ExportError` if the course
    cannot be written, and `CardFileError` if an existing card file must be fixed first.
    """
    document = read_document(path)
    is_card_file = output.suffix in CARD_FILE_SUFFIXES
    if not is_card_file:
        _refuse_other_content(output)
    drafts = drafts_of(document)
    if not drafts:
        message = (
            "no cards found: it has no English sentence, list or table to ask about; write cards by hand"
        )
        raise DocumentError.at(path, "D109", message)
    if is_card_file:
        return _to_file(document, drafts, output)
    return _to_folder(document, drafts, path, output)


def _to_file(document: Document, drafts: tuple[Draft, ...], file: Path) -> Saved:
    write = merge_file if file.exists() else save_file
    return write(document, drafts, file)


def _to_folder(document: Document, drafts: tuple[Draft, ...], path: Path, folder: Path) -> Saved:
    write = merge_folder if is_course(folder) else save_folder
    return write(document, read_bytes(path), drafts, folder)


def _refuse_other_content(folder: Path) -> None:
    """Refuse to write into a folder with other content than a course."""
    if folder.is_file():
        raise ExportError.at(folder, "X102", "is a file; name a folder, or a card file that ends in .yaml")
    if folder.is_dir() and not is_course(folder) and any(folder.iterdir()):
        raise ExportError.at(folder, "X103", "is not a course and not empty; name another folder")
