"""Clients for the generated functions."""
from collections.abc import Callable

import httpx
from renkei_client import AuthenticatedClient, Client
from renkei_client.api.respondents import create_respondent_session
from renkei_client.models import SessionCreate

from .replies import ok
from .sending import BearerAuth, Repeating, TokenSource


def connect(base_url: str, token: TokenSource, language: str | None = None, attempts: int = 3,
            transport: httpx.BaseTransport | None = None) -> AuthenticatedClient:
    """A client that sends the token, renews it, gives each POST an Idempotency-Key, and repeats up to `attempts`
    times what was lost on the way. `language` is that of messages and labels, ja or en."""
    headers = {"Accept-Language": language} if language else {}
    client = AuthenticatedClient(base_url=base_url, token="")
    client.set_httpx_client(httpx.Client(
        base_url=base_url, auth=BearerAuth(token), headers=headers, timeout=30.0,
        transport=Repeating(transport or httpx.HTTPTransport(), attempts)))
    return client


def link_token(base_url: str, secret: str) -> Callable[[str | None], str]:
    """The tokens of whoever opens an answer link: the secret behind the link's # is exchanged for a token of a
    quarter of an hour, and again when that has expired."""
    def ask(_refused: str | None) -> str:
        reply = create_respondent_session.sync_detailed(
            client=Client(base_url=base_url), body=SessionCreate(token=secret))
        return ok(reply).access_token
    return ask
