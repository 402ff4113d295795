"""Messages between editor and server: every request has an answer, and none a traceback."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.protocol import LanguageServerProtocol

from svclint.model import SvclintError
from svclint.model.errors import internal_error

Answer = TypeVar("Answer")


class Protocol(LanguageServerProtocol):
    """The protocol, with an answer to requests that cannot be read, too."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return the message in some data; tell an editor that waits if there is none in it."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                code = types.ErrorCodes.InvalidParams.value
                said = types.ResponseError(code, f"{data['method']}: {error}")
                self._send_response(data["id"], error=said)
            raise

    def _send_response(
        self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None
    ) -> None:
        if error is not None:
            # pygls adds a traceback here.
            error.data = None
        super()._send_response(msg_id, result, error)


def answering(handler: Callable[..., Answer]) -> Callable[..., Answer]:
    """Return a handler of requests whose failures are answered in one sentence."""

    @functools.wraps(handler)
    def answer(*arguments: Any) -> Answer:
        try:
            return handler(*arguments)
        except JsonRpcException:
            raise
        except SvclintError as error:
            raise JsonRpcException(str(error), types.LSPErrorCodes.RequestFailed.value) from None
        except Exception as error:
            raise JsonRpcInternalError(logged(error)) from error

    return answer


def logged(error: Exception) -> str:
    """Return one sentence about a bug; its traceback is in the log that editors keep."""
    traceback.print_exception(error)
    return f"failed: {internal_error(error)}"
