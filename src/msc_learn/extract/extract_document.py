"""From a document on disk to a course on disk: new, or added to."""

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


def extract(path: Path, where: Path) -> Saved:
    """Read a document and write its drafts into a course folder or a single card file.

    Raises `DocumentError` where the document cannot be read or holds nothing to be learnt, `ExportError`
    where the course cannot be written, and `CardFileError` where an existing one must be mended first.
    """
    document = read_document(path)
    single = where.suffix in CARD_FILE_SUFFIXES
    if not single:
        _refuse_foreign(where)
    drafts = drafts_of(document)
    if not drafts:
        message = "no cards found: nothing in it can be asked for; sentences are read as English"
        raise DocumentError.at(path, "D109", message)
    return _to_file(document, drafts, where) if single else _to_folder(document, drafts, path, where)


def _to_file(document: Document, drafts: tuple[Draft, ...], where: Path) -> Saved:
    exists = where.exists()
    return merge_file(document, drafts, where) if exists else save_file(document, drafts, where)


def _to_folder(document: Document, drafts: tuple[Draft, ...], path: Path, where: Path) -> Saved:
    data = read_bytes(path)
    if is_course(where):
        return merge_folder(document, data, drafts, where)
    return save_folder(document, data, drafts, where)


def _refuse_foreign(folder: Path) -> None:
    """Refuse to write into a folder that holds something else than a course."""
    if folder.is_file():
        raise ExportError.at(folder, "X102", "is a file; name a folder, or a card file that ends in .yaml")
    if folder.is_dir() and not is_course(folder) and any(folder.iterdir()):
        raise ExportError.at(folder, "X103", "is not a course and not empty; name another folder")
