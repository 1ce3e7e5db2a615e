"""Typed records filled from a document: every value checked, every fault told at its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from localvip.language.document import Document, Entries, Items, Text
from localvip.language.faults import Fault, sentence
from localvip.language.spot import Spot
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

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema of the mapping, or of the plain text that stands for it."""
        schema = handler(core)
        return {"anyOf": [{"type": "string"}, schema]} if cls.text_key else schema

    @property
    def place(self) -> Place:
        """Return where the mapping stands in its file; an empty place for a record made in code."""
        source = self._written()
        return source.place if source is not None else Place("")

    def place_of(self, name: str, index: int | None = None) -> Place:
        """Return where the value of ``name`` (Python's or the file's) stands, or item ``index`` of it."""
        source = self._written()
        if source is None:
            return Place("")
        field = type(self).model_fields.get(name)
        key = field.alias if field is not None and field.alias else name
        value = source.get(key)
        if index is not None and isinstance(value, Items):
            return value.place_of(index)
        return source.place_of(key)

    def _written(self) -> Entries | None:
        """Return ``_source``: Pydantic finds the attribute a hundred times slower, and places are asked for a lot."""
        source: Entries | None = (self.__pydantic_private__ or {}).get("_source")
        return source

    __hash__ = BaseModel.__hash__

    def __eq__(self, other: object) -> bool:
        """Return whether ``other`` is of the same kind with the same values."""
        return type(self) is type(other) and self.__dict__ == other.__dict__


M = TypeVar("M", bound=Record)


def fill(model: type[M], document: Document) -> M:
    """Return ``document`` as a ``model``; raises ``Refused`` with every fault at its line and column."""
    try:
        return model.model_validate(document.root, by_alias=True, by_name=False)
    except ValidationError as error:
        raise Refused(_problems(model, document.root, error)) from None


def _problems(model: type[Record], root: Entries, error: ValidationError) -> Iterable[Problem]:
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        kind, details = detail["type"], dict(detail.get("ctx", {}))
        spot = Spot.at(root, path)
        place = spot.holder.key_place(str(path[-1])) if kind == "extra_forbidden" else spot.place
        fault = Fault(kind, spot.key(path), spot.value, details, _keys(_model_at(model, path[:-1])))
        code, message, hint = sentence(fault)
        yield Problem(place, code, f"{spot.subject}{message}", hint)


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
