"""libyaml's parser, which PyYAML binds, without the eleven milliseconds of the rest of PyYAML.

PyYAML's extension needs a few small modules of its package. They are loaded under a ``yaml`` whose
own body waits until somebody asks it for a name: who imports ``yaml`` later gets all of it.
"""

from __future__ import annotations

import sys
from _thread import allocate_lock
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType, SimpleNamespace
from typing import Any

# The homes of the errors that the extension takes from modules that are slow to load.
_ERROR_HOMES = (
    *("reader", "scanner", "parser", "composer"),
    *("constructor", "emitter", "serializer", "representer"),
)
Handler = Callable[..., bool]


def _load() -> ModuleType:
    spec = None if "yaml" in sys.modules else PathFinder.find_spec("yaml")
    if spec is None or spec.loader is None:
        return import_module("yaml._yaml")
    package = ModuleType("yaml")
    package.__spec__, package.__file__ = spec, spec.origin
    package.__path__ = list(spec.submodule_search_locations or ())
    sys.modules["yaml"] = package
    try:
        return _load_into(package, spec)
    except BaseException:
        del sys.modules["yaml"]
        raise


def _load_into(package: ModuleType, spec: ModuleSpec) -> ModuleType:
    error = import_module("yaml.error")
    for name in ("events", "nodes", "tokens"):
        import_module(f"yaml.{name}")
    for home in _ERROR_HOMES:
        base = _ReaderError if home == "reader" else error.MarkedYAMLError
        name = _error_name(home)
        setattr(package, home, SimpleNamespace(**{name: type(name, (base, error.YAMLError), {})}))
    extension = import_module("yaml._yaml")
    for home in _ERROR_HOMES:
        delattr(package, home)

    def complete(name: str) -> Any:
        """Run the body of the package, and give the extension the errors that users catch."""
        del package.__dict__["__getattr__"]
        assert spec.loader is not None
        spec.loader.exec_module(package)
        for home in _ERROR_HOMES:
            setattr(extension, _error_name(home), _error(home))
        return getattr(package, name)

    package.__dict__["__getattr__"] = complete
    return extension


def _error_name(home: str) -> str:
    return f"{home.capitalize()}Error"


def _error(home: str) -> Any:
    return getattr(import_module(f"yaml.{home}"), _error_name(home))


class _ReaderError(Exception):
    """What PyYAML's ReaderError holds: the offending character, and what is wrong with it."""

    def __init__(self, name: str, position: int, character: Any, _: str, reason: str) -> None:
        self.name, self.position, self.character, self.reason = name, position, character, reason


_EXTENSION = _load()
_NAMES: dict[str, Any] = vars(_EXTENSION)
_LOCK = allocate_lock()

_CPARSER: Any = _NAMES["CParser"]
YAMLError: type[Exception] = sys.modules["yaml.error"].YAMLError
MarkedYAMLError: Any = sys.modules["yaml.error"].MarkedYAMLError


def parse(text: str, handlers: Mapping[str, Handler]) -> None:
    """Call a handler for each event of a text, until one of them gives false.

    The extension makes an event by calling what stands under the name of its class among its
    globals. Handlers in that place spare the event object: they halve the time of reading. The
    classes are back before anybody else can look: one thread at a time parses.
    """
    with _LOCK:
        stock = {name: _NAMES[name] for name in handlers}
        _NAMES.update(handlers)
        try:
            get_event = _CPARSER(text).get_event
            while get_event():
                pass
        finally:
            _NAMES.update(stock)


def go_on(*_: Any) -> bool:
    """Handle an event that nobody cares for."""
    return True


def stop(*_: Any) -> bool:
    """Handle an event behind which nothing matters."""
    return False


def of_first_document(
    *,
    mapping_start: Handler,
    sequence_start: Handler,
    end: Handler,
    scalar: Handler,
    alias: Handler,
) -> dict[str, Handler]:
    """Give the handlers for what a text's first document holds; ``end`` is that of either."""
    return {
        "StreamStartEvent": go_on,
        "StreamEndEvent": stop,
        "DocumentStartEvent": go_on,
        "DocumentEndEvent": stop,
        "MappingStartEvent": mapping_start,
        "MappingEndEvent": end,
        "SequenceStartEvent": sequence_start,
        "SequenceEndEvent": end,
        "ScalarEvent": scalar,
        "AliasEvent": alias,
    }
