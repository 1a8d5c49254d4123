# SPDX-License-Identifier: Apache-2.0
"""Errors as every route must say them."""

from contextlib import contextmanager

import pytest

from .client import RPCError

CODES = {-32700, -32600, -32601, -32602, -32603, -32001, -32003, -32004, -32009, -32013, -32029, -32050}


@contextmanager
def refused(*codes: int, field: str | None = None):
    """Expects an error with one of these codes, that names that parameter."""
    with pytest.raises(RPCError) as info:
        yield info
    error = info.value
    assert error.code in codes, error
    assert isinstance(error.data["retryable"], bool), "data.retryable is always there"
    if field:
        assert error.data["field"] == field, error
