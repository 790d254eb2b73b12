"""Who may do what: every operation by every kind of caller, against what the contract's scopes say.

What is expected is computed here from the security of each operation and the scopes of each token; nothing
of the service's own reckoning is asked. A bundle's scopes are read from the table of docs/tokens.md, so that
what is promised there is what is tried.
"""
import dataclasses
import pathlib
import re
import uuid

import pytest

from convention_fixtures import OPERATIONS
from renkei_client import Client, contract

ROOT = pathlib.Path(__file__).resolve().parents[2]
OF_RESPONDENTS = {"responses:answer", "measures:report"}
SCOPES = set(contract.document["x-scopes"])


def documented_bundles():
    """{bundle: scopes} of the table in docs/tokens.md."""
    table = dict(re.findall(r"^\| ([a-z-]+) \| (.+) \|$", (ROOT / "docs/tokens.md").read_text(encoding="utf-8"), re.M))
    bundles = {}
    for name in ("viewer", "editor", "reviewer", "integrator", "reminder-worker", "respondent", "admin"):
        words = table[name].replace("viewer,", " ".join(bundles.get("viewer", ()))).replace("`", "")
        bundles[name] = SCOPES & set(words.replace(",", " ").split())
    bundles["admin"] = SCOPES - OF_RESPONDENTS
    return bundles


@dataclasses.dataclass(frozen=True)
class Caller:
    name: str
    scopes: frozenset
    has_token: bool = True
    is_respondent: bool = False

    @property
    def counting(self):
        """A respondent's scopes count only with a supplier, all others only without."""
        return self.scopes & OF_RESPONDENTS if self.is_respondent else self.scopes - OF_RESPONDENTS


CALLERS = [
    Caller("nobody", frozenset(), has_token=False),
    Caller("nothing", frozenset()),
    Caller("staff with a respondent's scopes", frozenset(OF_RESPONDENTS)),
    Caller("respondent with a staff's scopes", frozenset(SCOPES - OF_RESPONDENTS), is_respondent=True),
    *(Caller(name, frozenset(scopes), is_respondent=name == "respondent")
      for name, scopes in documented_bundles().items()),
    *(Caller(scope, frozenset([scope]), is_respondent=scope in OF_RESPONDENTS) for scope in sorted(SCOPES)),
]


def expected(operation, caller):
    """401, 403 or None: whatever else the operation answers."""
    if operation.is_public:
        return None
    if not caller.has_token:
        return 401
    return None if any(set(names) <= caller.counting for names in operation.scopes) else 403


def fault(operation, caller, reply):
    """What is wrong with a reply, or None."""
    wanted = expected(operation, caller)
    refused = reply.status if reply.status in (401, 403) else None
    if refused != wanted:
        return f"{operation.name} by {caller.name}: {reply.status} instead of {wanted or 'no refusal'}"
    if wanted == 403:
        missing = set(operation.scopes[0]) - caller.counting
        if f'scope="{" ".join(name for name in contract.document["x-scopes"] if name in missing)}"' \
                not in reply.headers["WWW-Authenticate"]:
            return f"{operation.name} by {caller.name}: {reply.headers['WWW-Authenticate']}"
    return None


def client_of(world, caller):
    if not caller.has_token:
        return Client(world.server)
    supplier = str(uuid.uuid4()) if caller.is_respondent else None
    return Client(world.server, world.tenant.token(scopes=sorted(caller.scopes), supplier_id=supplier))


def answer(world, operation, client):
    """A call that a body or a precondition does not keep from being judged, and that changes nothing."""
    headers = {"X-Renkei-Now": "1999-13-32"}  # what is refused next, behind the scopes
    path = world.path(operation)
    return client.request(operation.method, path, headers=headers, if_match="*",
                          **({} if operation.media is None else {"json": {}}))


@pytest.fixture(scope="module")
def clients(world):
    return {caller: client_of(world, caller) for caller in CALLERS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_operation_is_for_whom_the_contract_says(world, clients, operation):
    faults = [fault(operation, caller, answer(world, operation, client)) for caller, client in clients.items()]
    assert not list(filter(None, faults))


def test_each_caller_opens_something_and_none_but_the_admin_all():
    """The matrix is no matrix of refusals: each scope lets in where nothing does, each bundle leaves something shut."""
    shut = {operation.name for operation in OPERATIONS if expected(operation, Caller("x", frozenset())) == 403}
    in_pairs = {scope for operation in OPERATIONS for names in operation.scopes if len(names) > 1 for scope in names}
    for caller in CALLERS[4:]:
        opened = {operation.name for operation in OPERATIONS
                  if operation.name in shut and expected(operation, caller) is None}
        assert opened or caller.name in in_pairs, f"{caller.name} opens nothing"
        assert (shut - opened == set()) == (caller.name == "admin"), f"{caller.name} opens all"


def test_the_judge_sees_a_wrong_verdict(world, clients):
    """Negative control: held against another operation's scopes, the same replies are faulty."""
    named = {operation.name: operation for operation in OPERATIONS}
    read, change = named["list_suppliers"], named["create_supplier"]
    viewer = next(caller for caller in CALLERS if caller.name == "viewer")
    nobody = CALLERS[0]
    reply = answer(world, read, clients[viewer])
    assert fault(read, viewer, reply) is None
    assert fault(change, viewer, reply) is not None
    assert fault(read, nobody, reply) is not None
    assert fault(read, viewer, answer(world, read, clients[nobody])) is not None
    assert fault(read, viewer, answer(world, change, clients[viewer])) is not None
