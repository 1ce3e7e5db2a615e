"""Typed records filled from a document: every value checked, every fault told at its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from localvip.language.document import Document, Entries, Items, Text, Value
from localvip.language.faults import Fault, sentence
from localvip.problem import Place, Problem, Refused


class Record(BaseModel):
    """A mapping of a file as typed values. Equal where the values are; the place doesn't count.

    Where a class names a ``text_key``, a plain text stands for the mapping with that one key.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True
    )
    text_key: ClassVar[str] = ""
    _source: Entries | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_source(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401
        if cls.text_key and isinstance(data, str):
            place = data.place if isinstance(data, Text) else Place("")
            data = Entries({cls.text_key: data}, place=place)
        record = handler(data)
        if isinstance(data, Entries):
            record._source = data
        return record

    @property
    def place(self) -> Place:
        """Return where the mapping stands in its file; an empty place for a record made in code."""
        return self._source.place if self._source is not None else Place("")

    def place_of(self, name: str, index: int | None = None) -> Place:
        """Return where the value of ``name`` (Python's or the file's) stands, or item ``index`` of it."""
        if self._source is None:
            return Place("")
        field = type(self).model_fields.get(name)
        key = field.alias if field is not None and field.alias else name
        value = self._source.get(key)
        if index is not None and isinstance(value, Items):
            return value.place_of(index)
        return self._source.place_of(key)

    def __eq__(self, other: object) -> bool:
        """Return whether ``other`` is of the same kind with the same values."""
        return type(self) is type(other) and self.__dict__ == other.__dict__


M = TypeVar("M", bound=Record)


def fill(model: type[M], document: Document) -> M:
    """Return ``document`` as a ``model``; raises ``Refused`` with every fault at its line and column."""
    try:
        return model.model_validate(document.root)
    except ValidationError as error:
        raise Refused(_problems(model, document.root, error)) from None


def _problems(model: type[Record], root: Entries, error: ValidationError) -> Iterable[Problem]:
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        place, found, subject = _walk(root, path, missing=detail["type"] == "missing")
        if detail["type"] == "extra_forbidden":
            place = _holder(root, path[:-1]).key_place(str(path[-1]))
        keys = _keys(_model_at(model, path[:-1]))
        key = str(next((step for step in reversed(path) if isinstance(step, str) and step != "[key]"), ""))
        code, message, hint = sentence(Fault(detail["type"], key, found, dict(detail.get("ctx", {})), keys))
        yield Problem(place, code, f"{subject}{message}", hint)


def _walk(root: Entries, path: tuple[int | str, ...], missing: bool) -> tuple[Place, Value, str]:
    """Return the place and value at the end of ``path``, and the provision it is in as ``cap 'id': ``."""
    place, value, subject, kind = root.place, root, "", ""
    here: Value = root
    for step in path:
        if isinstance(here, Entries) and step == "[key]":
            continue
        if isinstance(here, Entries) and isinstance(step, str) and step in here:
            place, here = here.place_of(step), here[step]
            kind = step
        elif isinstance(here, Items) and isinstance(step, int) and step < len(here):
            place, here = here.place_of(step), here[step]
            name = here.get("id") if isinstance(here, Entries) else None
            subject = f"{_SINGULAR.get(kind, kind)} {name!r}: " if isinstance(name, str) else subject
        elif not isinstance(step, int):
            break
        value = here  # type: ignore[assignment]
    if path and path[-1] == "[key]":
        holder = _holder(root, path[:-2])
        return holder.key_place(str(path[-2])), str(path[-2]), subject
    return place, value, "" if missing and not subject else subject


_SINGULAR = {
    "caps": "cap",
    "amenities": "amenity",
    "zones": "zone",
    "fees": "fee",
    "safeguards": "safeguard",
    "sponsors": "sponsor rule",
    "permits": "permit",
}


def _holder(root: Entries, path: tuple[int | str, ...]) -> Entries:
    here: Value = root
    holder = root
    for step in path:
        if (isinstance(here, Entries) and isinstance(step, str) and step in here) or (isinstance(here, Items) and isinstance(step, int) and step < len(here)):
            here = here[step]
        holder = here if isinstance(here, Entries) else holder
    return holder


def _model_at(model: type[Record], path: tuple[int | str, ...]) -> type[Record]:
    for step in path:
        for name, field in model.model_fields.items():
            if step == (field.alias or name):
                model = _record_in(field.annotation) or model
    return model


def _record_in(annotation: Any) -> type[Record] | None:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    found = (_record_in(part) for part in get_args(annotation))
    return next((record for record in found if record is not None), None)


def _keys(model: type[Record]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())
