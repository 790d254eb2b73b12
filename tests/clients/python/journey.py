"""A year with one supplier through the client that openapi-python-client generates.

Reads RENKEI_URL and RENKEI_TOKEN. Prints `ok STEP` for each step; ../stages.py names the steps and
judges, from what went over the wire, whether they did what they say.
"""
import datetime
import os
from http import HTTPStatus
from typing import TypeAlias, TypeVar
from uuid import UUID

from renkei_client import AuthenticatedClient, Client
from renkei_client.api.events import list_events
from renkei_client.api.questionnaires import list_questionnaires
from renkei_client.api.respondents import create_link, create_respondent_session
from renkei_client.api.responses import (accept_response, create_response, list_answers, put_answer,
                                         save_answers, submit_response)
from renkei_client.api.scores import get_supplier_score
from renkei_client.api.suppliers import (create_supplier, get_supplier, list_suppliers,
                                         put_supplier_by_external_id, update_supplier)
from renkei_client.models import (ActorKind, AnswersInput, Band, BusinessDependency,
                                  CertificateAnswer, CertificationInput, DataSensitivity,
                                  DateAnswer, DateInput, Event, EventType, FreeTextInput,
                                  MultiChoiceAnswer, MultiChoiceInput, NetworkConnectivity,
                                  NumberAnswer, NumberInput, PlanInput, Problem, ProblemCode,
                                  ProfileInput, QuestionnaireResponseCreate, QuestionnaireState,
                                  RemoteConnection, ResponseState, SessionCreate,
                                  SingleChoiceInput, Substitutability, SupplierCreate,
                                  SupplierMaster, SupplierUpdate, SupplyChainStage,
                                  ThreeStateInput)
from renkei_client.types import UNSET, Response

T = TypeVar("T")
Answered: TypeAlias = (CertificationInput | DateInput | FreeTextInput | MultiChoiceInput | NumberInput
                       | SingleChoiceInput | ThreeStateInput)
URL = os.environ["RENKEI_URL"]
renkei = AuthenticatedClient(base_url=URL, token=os.environ["RENKEI_TOKEN"])


def say(step: str) -> None:
    print("ok", step, flush=True)


def done(reply: Response[T | Problem], status: int = 200) -> T:
    """What a request brought, or the end of the journey."""
    assert reply.status_code == status, (reply.status_code, reply.content)
    assert reply.parsed is not None and not isinstance(reply.parsed, Problem), reply.content
    return reply.parsed


def refused(reply: Response[T | Problem], status: HTTPStatus) -> Problem:
    assert reply.status_code == status, (reply.status_code, reply.content)
    assert isinstance(reply.parsed, Problem), reply.content
    return reply.parsed


def etag(reply: Response[T]) -> str:
    return reply.headers["ETag"]


def identify() -> tuple[UUID, str]:
    body = SupplierCreate(name="旅精機株式会社", country="VN", tags=["first"], profile=ProfileInput(
        data_sensitivity=DataSensitivity.CONFIDENTIAL, business_dependency=BusinessDependency.HIGH,
        substitutability=Substitutability.HARD, supply_chain_stage=SupplyChainStage.PRODUCTION,
        remote_connection=RemoteConnection.ON_DEMAND, network_connectivity=NetworkConnectivity.LIMITED))
    created = create_supplier.sync_detailed(client=renkei, body=body, idempotency_key="journey-1")
    supplier = done(created, 201)
    say("identify")

    again = create_supplier.sync_detailed(client=renkei, body=body, idempotency_key="journey-1")
    assert done(again, 201).id == supplier.id
    assert again.headers["Idempotency-Replayed"] == "true"
    say("repeat")
    return supplier.id, etag(created)


def change(supplier_id: UUID, first: str) -> None:
    body = SupplierUpdate(tags=["first", "second"])
    changed = update_supplier.sync_detailed(supplier_id, client=renkei, body=body, if_match=first)
    assert done(changed).country == "VN" and done(changed).tags == ["first", "second"]
    say("change")

    read = get_supplier.sync_detailed(supplier_id, client=renkei)
    edited = done(read).to_dict()
    edited["owner"] = "sato@buyer.example"
    sent_back = update_supplier.sync_detailed(
        supplier_id, client=renkei, body=SupplierUpdate.from_dict(edited), if_match=etag(read))
    assert done(sent_back).owner == "sato@buyer.example" and done(sent_back).country == "VN"
    say("edit")

    stale = refused(update_supplier.sync_detailed(
        supplier_id, client=renkei, body=body, if_match=first), HTTPStatus.PRECONDITION_FAILED)
    assert stale.code == ProblemCode.STALE
    say("stale")

    invalid = refused(update_supplier.sync_detailed(
        supplier_id, client=renkei, body=SupplierUpdate(country="Atlantis"), if_match="*"),
        HTTPStatus.UNPROCESSABLE_ENTITY)
    assert invalid.code == ProblemCode.VALIDATION_FAILED
    assert [error.pointer for error in invalid.errors] == ["#/country"]
    say("invalid")


def page() -> None:
    for number in range(4):
        done(create_supplier.sync_detailed(
            client=renkei, body=SupplierCreate(name=f"旅行先 {number}")), 201)
    found: list[UUID] = []
    cursor: str | None = None
    while True:
        part = done(list_suppliers.sync_detailed(client=renkei, limit=2, cursor=cursor or UNSET))
        found += [supplier.id for supplier in part.data]
        cursor = part.page.next_cursor
        if cursor is None:
            break
    assert len(found) == len(set(found)) == 5, found
    say("page")


def upsert() -> None:
    body = SupplierMaster(name="購買精機株式会社")
    first, second = (done(put_supplier_by_external_id.sync_detailed(
        "erp", "V-4711", client=renkei, body=body), status) for status in (201, 200))
    assert first.created and not second.created and not second.changed
    say("upsert")


def request(supplier_id: UUID, code: str) -> UUID:
    listed = done(list_questionnaires.sync_detailed(
        client=renkei, code=[code], state=[QuestionnaireState.PUBLISHED]))
    asked = done(create_response.sync_detailed(client=renkei, body=QuestionnaireResponseCreate(
        supplier_id=supplier_id, questionnaire_id=listed.data[0].id,
        due_on=datetime.date.today() + datetime.timedelta(days=30))), 201)
    assert asked.state == ResponseState.REQUESTED
    return asked.id


def respondent(response_id: UUID) -> AuthenticatedClient:
    """Whoever opens the answer link."""
    link = done(create_link.sync_detailed(response_id, client=renkei), 201)
    session = done(create_respondent_session.sync_detailed(
        client=Client(base_url=URL), body=SessionCreate(token=link.url.partition("#")[2])))
    return AuthenticatedClient(base_url=URL, token=session.access_token)


def sheet_answers() -> list[Answered]:
    """All done but the training of employees, with patches under way and one certificate."""
    codes = [f"CONF-{n:02}" for n in range(1, 8)] + [f"CYB-{n:02}" for n in range(1, 16)]
    levels = {code: ThreeStateInput(type_="three_state", code=code, revision=0, answer="done")
              for code in codes}
    levels["CYB-03"].answer = "not_done"
    levels["CYB-07"].answer = "in_progress"
    levels["CYB-07"].plan = PlanInput(measure="毎月全台にパッチを適用", due_on=datetime.date(2099, 3, 31))
    return [
        *levels.values(),
        CertificationInput(type_="certification", code="CERT-01", revision=0,
                           status=CertificateAnswer.NOT_OBTAINED),
        CertificationInput(type_="certification", code="CERT-02", revision=0,
                           status=CertificateAnswer.OBTAINED, number="IS 123456",
                           expires_on=datetime.date(2099, 12, 31)),
        FreeTextInput(type_="free_text", code="CERT-03", revision=0, text="SOC 2 Type II"),
    ]


def answer(supplier_id: UUID) -> tuple[UUID, AuthenticatedClient]:
    response_id = request(supplier_id, "motex-scrm-2024")
    say("request")
    person = respondent(response_id)
    saved = done(save_answers.sync_detailed(
        response_id, client=person, body=AnswersInput(answers=sheet_answers())))
    assert saved.response.progress.answered == saved.response.progress.total == 25
    say("answer")
    return response_id, person


def answer_every_type(supplier_id: UUID) -> None:
    """A sheet with one question of each type, one PUT each; read back as the classes they are."""
    response_id = request(supplier_id, "seven-types")
    wanted: dict[str, Answered] = {
        "B-01": ThreeStateInput(type_="three_state", answer="done"),
        "B-02": CertificationInput(type_="certification", status=CertificateAnswer.OBTAINED,
                                   number="IS 1", expires_on=datetime.date(2099, 3, 31)),
        "M-01": FreeTextInput(type_="free_text", text="特になし"),
        "M-02": SingleChoiceInput(type_="single_choice", choice="vpn"),
        "M-03": MultiChoiceInput(type_="multi_choice", choices=["mfa"]),
        "M-04": NumberInput(type_="number", number=3.5),
        "M-05": DateInput(type_="date", date=datetime.date(2026, 9, 1)),
    }
    for code, body in wanted.items():
        done(put_answer.sync_detailed(response_id, code, client=renkei, body=body, if_match='"0"'))
    read = {one.code: one for one in done(list_answers.sync_detailed(response_id, client=renkei)).data}
    number, day, choices = read["M-04"], read["M-05"], read["M-03"]
    assert isinstance(number, NumberAnswer) and number.number == 3.5
    assert isinstance(day, DateAnswer) and day.date == datetime.date(2026, 9, 1)
    assert isinstance(choices, MultiChoiceAnswer) and choices.choices == ["mfa"]
    assert {code: read[code].type_ for code in wanted} == {
        code: body.type_ for code, body in wanted.items()}
    say("every type")


def judge(supplier_id: UUID, response_id: UUID, person: AuthenticatedClient) -> None:
    submitted = done(submit_response.sync_detailed(response_id, client=person))
    assert submitted.state == ResponseState.SUBMITTED
    say("submit")
    accepted = done(accept_response.sync_detailed(response_id, client=renkei))
    assert accepted.state == ResponseState.ACCEPTED
    say("accept")
    score = done(get_supplier_score.sync_detailed(supplier_id, client=renkei))
    assert isinstance(score.band, Band) and score.score is not None and score.score > 1
    first = score.explanation.fix_first[0]
    assert first.question == "CYB-03" and first.contribution > first.reduction > 0
    say("score")


def follow(since: str) -> None:
    """Every change since the beginning of the journey, three a page, none missing, none twice."""
    seen: list[Event] = []
    cursor = since
    while True:
        part = done(list_events.sync_detailed(client=renkei, cursor=cursor, limit=3))
        seen += part.data
        cursor = part.page.next_cursor
        if not part.page.has_more:
            break
    assert [event.seq for event in seen] == list(range(seen[0].seq, seen[0].seq + len(seen)))
    assert {EventType.SUPPLIER_CREATED, EventType.SUPPLIER_UPDATED, EventType.RESPONSE_SUBMITTED,
            EventType.RESPONSE_ACCEPTED} <= {event.type_ for event in seen}
    assert {event.actor.kind for event in seen} == {ActorKind.USER, ActorKind.RESPONDENT}
    say("follow")


def main() -> None:
    since = done(list_events.sync_detailed(client=renkei, cursor="latest")).page.next_cursor
    supplier_id, first = identify()
    change(supplier_id, first)
    page()
    upsert()
    response_id, person = answer(supplier_id)
    answer_every_type(supplier_id)
    judge(supplier_id, response_id, person)
    follow(since)


if __name__ == "__main__":
    main()
