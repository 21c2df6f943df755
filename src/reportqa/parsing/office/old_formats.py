"""Old Word and PowerPoint files, converted by LibreOffice where it is installed."""

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.file_type import OLD_OFFICE
from reportqa.parsing.office import slides, word_file
from reportqa.parsing.office.libreoffice import convert, find_program


def parse_doc(data: bytes) -> DocumentBuilder:
    """Read a Word file of 2003 or before.

    :raises ParseError: when LibreOffice is not installed or cannot read it.
    """
    return word_file.parse(_converted(data, ".doc", ".docx"))


def parse_ppt(data: bytes) -> DocumentBuilder:
    """Read a PowerPoint file of 2003 or before.

    :raises ParseError: as `parse_doc` does.
    """
    return slides.parse(_converted(data, ".ppt", ".pptx"))


def _converted(data: bytes, suffix: str, target: str) -> bytes:
    if not data.startswith(OLD_OFFICE):
        # LibreOffice would read any file as text.
        raise ParseError(f"is not a valid {suffix} file, or it is damaged. Open it and save it as {target}.")
    if find_program() is None:
        raise ParseError(
            f"needs LibreOffice to be read, which is not installed. Install it, or save the file as {target}."
        )
    made = convert(data, suffix, target)
    if made is None:
        raise ParseError(
            "cannot be converted by LibreOffice: it is damaged, or the part of LibreOffice for such files is missing."
            f" Save it as {target}."
        )
    return made
