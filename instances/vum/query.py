"""The question language of the VUM: a part of the query language of MongoDB, with operators always written out.

    {"selectiegebied": {"postcode": "6211", "afstand": 25},            mandatory: around where, how far in km
     "werktijden.aantalWerkurenPerWeekMaximaal": {"$gte": 24},         a field by its path, conditions joined by "and"
     "$or": [{...}, {...}]}                                            or $and

    operators   $eq $ne $gt $gte $lt $lte $in $nin $exists, and $elemMatch for one element that meets all of a group

As in MongoDB a path goes through arrays, and a condition holds if it holds for any element; $ne and $nin are the
opposite of $eq and $in, so they hold for what is absent, as no other does. Numbers are compared with numbers and text
with text. An operator or field that we do not know is ignored, as the VUM asks, and named in `ignored`; whoever asked
filters once more. A code that does not exist, a value of the wrong kind and a missing operator are problems.

The names inside `selectiegebied` were not seen in the contracts: postcode and afstand are assumed.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import numpy as np
from pydantic import BaseModel, TypeAdapter, ValidationError

from instances.errors import Problem, Wanted
from instances.geography import distance_km, geography
from instances.validation import problems_of
from instances.vum.reading import CODES
from instances.vum.wire import VumDocument, Wire, written

AREA, POSTCODE, DISTANCE = "selectiegebied", "postcode", "afstand"
HOME = "mobiliteit.bemiddelingspostcode"
DEEPEST = 20  # groups within groups that are read

type Test = Callable[[Any], bool]
type Comparison = Callable[[Any, Any], bool]

_COMPARED: Mapping[str, Comparison] = {
    "$eq": operator.eq,
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}


@dataclass(frozen=True)
class Query:
    """A question that was understood: the postcodes (four digits) of its area, and what else must hold."""

    near: frozenset[str]
    tests: tuple[Test, ...]
    ignored: tuple[str, ...]

    def meets(self, document: VumDocument) -> bool:
        """Tell whether a document lies in the area and meets every condition."""
        content = written(document)
        here = any(home[:4] in self.near for home in values_at(content, HOME))
        return here and all(test(content) for test in self.tests)


def parse_query(content: Any, kind: type[Wire], document: str = "query") -> tuple[Query | None, list[Problem]]:
    """Read a question about documents of one kind: the query, or None and every problem."""
    parser = _Parser(document, [], [])
    if not isinstance(content, dict):
        parser.tell("", content, Wanted("een object", "an object"))
        return None, parser.problems
    area = parser.area(content.get(AREA))
    tests = tuple(parser.group({name: value for name, value in content.items() if name != AREA}, kind, ""))
    if area is None or parser.problems:
        return None, parser.problems
    return Query(_within(*area), tests, tuple(parser.ignored)), []


def _within(postcode: str, km: float) -> frozenset[str]:
    """The postcodes within so many km of one, which is always among them."""
    all_ = geography()
    (here,) = all_.index([postcode])
    there = np.arange(len(all_), dtype=np.int32)
    near = distance_km(all_, np.full(len(all_), here, np.int32), there) <= km
    return frozenset({postcode, *all_.code[near].tolist()})


def values_at(content: Any, path: str) -> Iterator[Any]:
    """Walk the values at a path, through arrays."""
    if isinstance(content, list):
        for part in content:
            yield from values_at(part, path)
    elif not path:
        yield content
    elif isinstance(content, dict):
        name, _, rest = path.partition(".")
        if name in content:
            yield from values_at(content[name], rest)


@dataclass
class _Parser:
    document: str
    problems: list[Problem]
    ignored: list[str]

    def tell(self, field: str, value: Any, wanted: Wanted) -> None:
        self.problems.append(Problem(self.document, 0, field, "" if value is None else str(value)[:80], wanted))

    def area(self, content: Any) -> tuple[str, float] | None:
        if not isinstance(content, dict):
            wanted = Wanted(
                f"een object met {POSTCODE} en {DISTANCE} (km)", f"an object with {POSTCODE} and {DISTANCE} (km)"
            )
            self.tell(AREA, content, wanted)
            return None
        code, km = content.get(POSTCODE), content.get(DISTANCE)
        postcode = code[:4] if isinstance(code, str) else ""
        if geography().index([postcode])[0] < 0:
            self.tell(f"{AREA}.{POSTCODE}", code, Wanted("een postcode die bestaat", "a postcode that exists"))
        if isinstance(km, bool) or not isinstance(km, int | float) or not 0 <= km <= 999:
            self.tell(f"{AREA}.{DISTANCE}", km, Wanted("een getal van 0 tot 999 (km)", "a number from 0 to 999 (km)"))
            return None
        return postcode, float(km)

    def group(self, content: Any, kind: type[BaseModel], at: str) -> Iterator[Test]:
        """The tests of one object; `at` is where it stands in the question."""
        if not isinstance(content, dict):
            self.tell(at, content, Wanted("een object met voorwaarden", "an object with conditions"))
            return
        if at.count("$") > DEEPEST:
            self.tell("", None, Wanted(f"hoogstens {DEEPEST} groepen in elkaar", f"at most {DEEPEST} nested groups"))
            return
        for name, value in content.items():
            where = f"{at}.{name}" if at else name
            if name in ("$and", "$or"):
                yield from self._joined(name, value, kind, where)
            elif name.startswith("$") or (found := _field(kind, name)) is None:
                self.ignored.append(where)
            else:
                yield from self._conditions(name, value, found, where)

    def _joined(self, name: str, value: Any, kind: type[BaseModel], where: str) -> Iterator[Test]:
        if not isinstance(value, list) or not value:
            self.tell(where, value, Wanted("een lijst met voorwaarden", "a list of conditions"))
            return
        parts = [tuple(self.group(part, kind, f"{where}.{number}")) for number, part in enumerate(value)]
        if name == "$and":
            yield from (test for part in parts for test in part)
        else:  # a branch of which nothing was understood asks nothing, so it always holds
            yield lambda content: any(all(test(content) for test in part) for part in parts)

    def _conditions(self, path: str, value: Any, found: Any, where: str) -> Iterator[Test]:
        if not isinstance(value, dict) or not value or not all(name.startswith("$") for name in value):
            wanted = Wanted('een voorwaarde zoals {"$eq": ...}', 'a condition such as {"$eq": ...}')
            self.tell(where, value, wanted)
            return
        for name, operand in value.items():
            test = self._condition(path, name, operand, found, f"{where}.{name}")
            if test is not None:
                yield test

    def _condition(self, path: str, name: str, operand: Any, found: Any, where: str) -> Test | None:
        if name == "$exists":
            if not isinstance(operand, bool):
                self.tell(where, operand, Wanted("true of false", "true or false"))
            return lambda content: bool(next(values_at(content, path), None) is not None) == operand
        model = _model(found)
        if name == "$elemMatch" and model is not None:
            tests = tuple(self.group(operand, model, where))
            return lambda content: any(all(test(part) for test in tests) for part in values_at(content, path))
        if model is not None or name not in (*_COMPARED, "$ne", "$in", "$nin"):
            self.ignored.append(where)
            return None
        if name in ("$in", "$nin"):
            if not isinstance(operand, list):
                self.tell(where, operand, Wanted("een lijst", "a list"))
                return None
            some = [self._operand(one, found, where) for one in operand]
            return _opposite(_any(path, lambda value: value in some), name == "$nin")
        aim = self._operand(operand, found, where)
        compare: Comparison = _COMPARED.get(name, operator.eq)
        return _opposite(_any(path, lambda value: _alike(value, aim) and compare(value, aim)), name == "$ne")

    def _operand(self, value: Any, found: Any, where: str) -> Any:
        """The value as it would stand in a document; a problem where it could not stand there."""
        adapter = TypeAdapter(found)
        try:
            if value is not None:
                return adapter.dump_python(adapter.validate_python(value), mode="json")
            self.tell(
                where, None, Wanted("een waarde; gebruik $exists voor afwezig", "a value; use $exists for absent")
            )
        except ValidationError as error:
            for problem in problems_of(error, self.document, 0, CODES):
                self.tell(where, problem.value, problem.wanted)
        return None


def _any(path: str, fits: Test) -> Test:
    return lambda content: any(fits(value) for value in values_at(content, path))


def _opposite(test: Test, turned: bool) -> Test:
    return (lambda content: not test(content)) if turned else test


def _alike(value: Any, aim: Any) -> bool:
    return isinstance(value, str) == isinstance(aim, str)


def _field(kind: type[BaseModel], path: str) -> Any:
    """What stands at a path of a document, as a type; None where nothing does."""
    name, _, rest = path.partition(".")
    info = next((info for info in kind.model_fields.values() if info.alias == name), None)
    if info is None:
        return None
    element = _element(info.annotation)
    model = _model(element)
    if not rest:
        return element
    return None if model is None else _field(model, rest)


def _element(annotation: Any) -> Any:
    """What a field holds, without "or absent" and without "many of"."""
    if get_origin(annotation) in (tuple, Union, UnionType):
        return _element(next(part for part in get_args(annotation) if part is not NoneType))
    return annotation


def _model(found: Any) -> type[BaseModel] | None:
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None
