"""openapi.yaml compiles, its examples hold, and each rule of the compiler has teeth."""
import json
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests/unit/contract/openapi.yaml"
sys.path[:0] = [str(ROOT / "tests/api"), str(ROOT / "tools")]

from contract import compiler, join, source  # noqa: E402
from contract_validator import Contract  # noqa: E402


def compile_contract(file, out, *options):
    done = subprocess.run([sys.executable, ROOT / "tools/contract.py", "--openapi", file,
                           "--out", out, *options], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.fixture(scope="module")
def contract():
    return Contract(ROOT / "openapi.yaml")


def test_the_contract_compiles(tmp_path):
    assert compile_contract(ROOT / "openapi.yaml", tmp_path) == (0, "")
    names = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.*")}
    assert names == {"base/problems.h", "contract/operations.h", "contract/tables.c",
                     "contract/openapi_json.c", "http/handlers.c", "openapi.json", "openapi.ja.json"}


def test_the_same_contract_gives_the_same_files(tmp_path):
    for out in ("first", "second"):
        compile_contract(ROOT / "openapi.yaml", tmp_path / out)
    files = list((tmp_path / "first").rglob("*.*"))
    assert len(files) == 7
    for file in files:
        assert file.read_bytes() == (tmp_path / "second" / file.relative_to(tmp_path / "first")).read_bytes()


# What is broken in the small contract, and the two words the message must hold: place and reason.
FAULTY = {
    "unknown keyword": ("type: integer, minimum: 0, maximum: 10", "type: integer, multipleOf: 2",
                        "Thing > allOf > 1 > properties > count > multipleOf",
                        "not in the accepted subset"),
    "unknown format": ("format: country", "format: country-code", "country", "is unknown"),
    "unknown type": ("flag: {type: boolean}", "flag: {type: bool}", "flag", "no JSON type"),
    "no type": ("flag: {type: boolean}", "flag: {title: x}", "flag", "say `type`"),
    "keyword of another type": ("flag: {type: boolean}", "flag: {type: boolean, maxLength: 3}",
                                "flag > maxLength", "needs the type string"),
    "bounds crossed": ("minimum: 0.5, maximum: 1.5", "minimum: 2, maximum: 1.5", "weight",
                       "above `maximum`"),
    "word twice": ("enum: [active, archived]", "enum: [active, active]", "Status", "twice"),
    "label missing": (", archived: {ja: 保管, en: Archived}}", "}", "Status > x-labels",
                      "differ in `archived`"),
    "label of no word": ("x-labels: {active: {", "x-labels: {gone: {ja: a, en: b}, active: {",
                         "Status > x-labels", "differ in `gone`"),
    "label without Japanese": ("{ja: 保管, en: Archived}", "{en: Archived}",
                               "Status > x-labels > archived", "`ja` and `en`"),
    "null in a named schema": ("      type: integer\n      enum: [3, 4]\n",
                               "      type: [integer, 'null']\n      enum: [3, 4, null]\n",
                               "Star > type", "a named schema is not null"),
    "object without a name": ('open: {$ref: "#/components/schemas/Box"}', "open: {type: object, "
                              "additionalProperties: false, properties: {a: {type: boolean}}}",
                              "open", "is a named schema"),
    "enumeration without a name": ('kind: {$ref: "#/components/schemas/SquareWord"}',
                                   "kind: {type: string, enum: [square, box]}",
                                   "Square > properties > kind > enum", "is a named schema"),
    "closed reply": ("Health: {type: object,", "Health: {type: object, additionalProperties: false,",
                     "schemas > Health", "a reply's object is open"),
    "default in a body": ("flag: {type: boolean}", "flag: {type: boolean, default: true}",
                          "flag > default", "say it in the description"),
    "name of a language": ("    Door:\n", "    Record: {type: string}\n    Door:\n", "schemas > Record",
                           "take a longer name"),
    "any value in a request": ("flag: {type: boolean}", "flag: {description: x}", "flag",
                               "for replies only"),
    "list that misses a word": ("    Door:\n", "    Scope: {type: string, enum: ['things:read']}\n    Door:\n",
                                "schemas > Scope", "differ in `things:write`"),
    "object of both ways": ('{schema: {$ref: "#/components/schemas/Health"}, example: {status: ok}}',
                            '{schema: {$ref: "#/components/schemas/Door"}, example: {name: ok}}',
                            "schemas > Door", "make it two"),
    "read-only member of a request": ("flag: {type: boolean}", "flag: {type: boolean, readOnly: true}",
                                      "flag > readOnly", "not in the accepted subset"),
    "branches that differ": ("value: {type: number, maximum: 5}", "value: {type: string}",
                             "Figure", "differ in `value`"),
    "PATCH without GET": ("    get: {operationId: get_thing,", "    put: {operationId: get_thing,",
                          "/v1/things/{id} > patch", "has a GET of the same path"),
    "format of another type": ("format: country}", "format: double}", "country > format",
                               "needs the type number"),
    "word of another type": ("enum: [active, archived]", "enum: [active, 5]", "Status",
                             "does not fit the type"),
    "open object": ("    Circle:\n      type: object\n      additionalProperties: false",
                    "    Circle:\n      type: object", "Circle", "additionalProperties"),
    "required without property": ("required: [kind, radius]", "required: [kind, size]", "Circle",
                                  "`size` is required"),
    "reference to nothing": ('child: {oneOf: [{$ref: "#/components/schemas/Thing"}',
                             'child: {oneOf: [{$ref: "#/components/schemas/Nobody"}', "child",
                             "leads nowhere"),
    "unbounded text": ("tags: {type: array, maxItems: 3, uniqueItems: true, items: {type: string, "
                       "minLength: 1, maxLength: 5}}",
                       "tags: {type: array, maxItems: 3, items: {type: string}}", "tags",
                       "needs `maxLength`"),
    "unbounded list": ("contacts: {type: array, maxItems: 2, ", "contacts: {type: array, ",
                       "contacts", "needs `maxItems`"),
    "unbounded map": ("maxProperties: 2, ", "", "months", "needs `maxProperties`"),
    "oneOf without discriminator": ("      discriminator: {propertyName: kind}\n", "", "Shape",
                                    "discriminator"),
    "branches not told apart": ("enum: [square, box]", "enum: [circle, box]", "Shape", "branch"),
    "property of two parts": ("            flag: {type: boolean}",
                              "            name: {type: boolean}", "Thing", "two parts"),
    "unknown fault": ("x-unknown-fault: risk_field", "x-unknown-fault: nope", "Door",
                      "not in x-faults"),
    "operationId twice": ("operationId: get_thing,", "operationId: list_things,",
                          "/v1/things/{id} > get > operationId", "is also the operationId of"),
    "operationId no C name": ("operationId: get_thing,", "operationId: switch,",
                              "/v1/things/{id} > get", "C name"),
    "operationId missing": ("operationId: get_thing, ", "", "/v1/things/{id} > get",
                            "say `operationId`"),
    "summary missing": ("summary: Read, tags", "tags", "/v1/things/{id} > get", "say `summary`"),
    "tag unknown": ("summary: Read, tags: [things]", "summary: Read, tags: [other]",
                    "/v1/things/{id} > get > tags", "`other`"),
    "unknown member of an operation": ("summary: Read, tags", "x-magic: 1, summary: Read, tags",
                                       "/v1/things/{id} > get > x-magic", "has no `x-magic`"),
    "report that changes": ('security: [{bearer: ["things:write"]}]',
                            'x-lane: report\n      security: [{bearer: ["things:write"]}]',
                            "/v1/things > post > x-lane", "report is a GET"),
    "unknown scope": ('security: [{bearer: ["things:write"]}]',
                      'security: [{bearer: ["things:burn"]}]', "/v1/things > post > security",
                      "`things:burn` is not in x-scopes"),
    "unknown problem": ("x-problems: [validation_failed]", "x-problems: [never_heard]",
                        "Problem > x-problems", "`never_heard` is not in x-problems"),
    "problem of the validator missing": ("  too_deep: {", "  too_steep: {", "x-problems",
                                         "`too_deep` is missing"),
    "problem without Japanese": ("title: {en: Not found, ja: 対象が見つかりません}",
                                 "title: {en: Not found}", "x-problems > not_found > title",
                                 "`ja` and `en`"),
    "two problems with one title": ("en: The JSON has too many values", "en: The JSON is nested too deeply",
                                    "x-problems > too_many_nodes > title", "`too_deep` has this title"),
    "problem with a wrong status": ("not_found: {status: 404", "not_found: {status: 200",
                                    "x-problems > not_found", "400 to 599"),
    "placeholders differ": ("ja: '入れ子は {max} 段までです。'", "ja: '入れ子は 32 段までです。'",
                            "x-problems > too_deep > detail", "placeholders"),
    "fault of the validator missing": ("  not_uuid: {", "  no_uuid: {", "x-faults",
                                       "`not_uuid` is missing"),
    "no example of a body": ('{schema: {$ref: "#/components/schemas/Thing"}, example: {name: x}}}',
                             '{schema: {$ref: "#/components/schemas/Thing"}}}',
                             "/v1/things > post > requestBody", "give an example of the body"),
    "no example of a reply": ('{schema: {$ref: "#/components/schemas/Health"}, example: {status: ok}}',
                              '{schema: {$ref: "#/components/schemas/Health"}}',
                              "/livez > get > responses > 200", "give an example of the reply"),
    "no success documented": ('get: {operationId: get_thing, summary: Read, tags: [things], '
                              'responses: {"200": *ok}}',
                              'get: {operationId: get_thing, summary: Read, tags: [things], '
                              'responses: {"304": {description: same}}}',
                              "/v1/things/{id} > get > responses", "document a 2xx"),
    "no description of a reply": ('{"204": {description: gone}}', '{"204": {}}',
                                  "delete > responses > 204", "say `description`"),
    "an error that is no problem": ("application/problem+json: {schema",
                                    "application/json: {schema", "Problem > content", "application/problem+json"),
    "unknown header": ("name: Idempotency-Key", "name: X-Magic", "parameters > 0",
                       "`X-Magic` is not understood"),
    "parameter in a cookie": ("name: q, in: query", "name: q, in: cookie", "parameters",
                              "`cookie`"),
    "parameter of objects": ("name: q, in: query, schema: {type: string, maxLength: 50}",
                             "name: q, in: query, schema: {type: object, "
                             "additionalProperties: false}", "parameters > 10",
                             "one string, integer"),
    "default that is no value": ("maximum: 200, default: 50", "maximum: 200, default: 500",
                                 "schema > default", "`500` is no such value"),
    "default that is no word": ("enum: [name, -name]}, default: [name]",
                                "enum: [name, -name]}, default: [title]", "schema > default",
                                "`title` is no such value"),
    "path parameter undeclared": ("/v1/things/{id}/parts/{part_id}:",
                                  "/v1/things/{id}/parts/{piece_id}:", "/parts/{piece_id}",
                                  "`piece_id` is in only one"),
    "path parameter optional": ("name: part_id, in: path, required: true",
                                "name: part_id, in: path", "/parts/{part_id}", "`required: true`"),
    "body of another kind": ("requestBody:\n        required: true\n        content: "
                             "{application/json:",
                             "requestBody:\n        required: true\n        content: "
                             "{text/csv:", "content > text/csv", "application/json"),
    "two kinds of body": ('{application/json: {schema: {$ref: "#/components/schemas/Thing"}, example: '
                          "{name: x}}}", "{application/json: &b {schema: {type: object, "
                          "additionalProperties: false}, example: {}}, "
                          "application/merge-patch+json: *b}", "/v1/things > post > requestBody",
                          "one media type"),
    "slip of YAML in a reply": ("{description: gone}", "{description: gone, as asked}",
                                "delete > responses > 204 > as asked", "no `as asked`"),
    "slip of YAML in a tag": ("tags: [{name: things}]", "tags: [{name: things, description: a, b}]",
                              "tags > 0 > b", "a tag has no `b`"),
    "unknown member of a media type": ('example: {name: x}}}\n      responses: {"201"',
                                       'sample: {name: x}}}\n      responses: {"201"',
                                       "application/json > sample", "has no `sample`"),
    "header that is not there": ("{description: gone}", "{description: gone, headers: {ETag: "
                                 "{$ref: '#/components/headers/ETag'}}}",
                                 "responses > 204 > headers > ETag", "leads nowhere"),
    "words beside a reference": ('"422": {$ref: "#/components/responses/Problem"}',
                                 '"422": {$ref: "#/components/responses/Problem", description: x}',
                                 "responses > 422 > description", "beside $ref"),
    "schema nobody uses": ("    Status:\n", "    Left: {type: string}\n    Status:\n",
                           "components > schemas > Left", "nothing refers to it"),
    "anchor nobody uses": ("{description: gone}", "&gone {description: gone}", "the document",
                           "nothing uses the anchor `gone`"),
    "tag nobody uses": ("tags: [{name: things}]", "tags: [{name: things}, {name: more}]",
                        "tags > 1", "no operation has the tag `more`"),
    "scope nobody asks for": ("x-scopes:\n", "x-scopes:\n  things:burn: {ja: a, en: b}\n",
                              "x-scopes > things:burn", "no operation asks for this scope"),
    "another method": ("    delete: {operationId", "    trace: {operationId",
                       "/v1/things/{id} > trace", "`trace`"),
    "top level": ("tags: [{name: things}]", "tags: [{name: things}]\nx-magic: 1", "x-magic",
                  "no `x-magic`"),
    "another OpenAPI": ("openapi: 3.1.0", "openapi: 3.0.3", "openapi", "3.1"),
    "key twice": ("info: {title", "info: {version: 1.0.0, title", "info > version", "given twice"),
    "not YAML": ("openapi: 3.1.0", "openapi: [3.1.0", "", "openapi.yaml"),
}


def faults_of(file):
    try:
        return compiler.compile_contract(file, bare=True)[1]
    except source.ContractFault as fault:
        return [str(fault)]


@pytest.mark.parametrize("name", sorted(FAULTY))
def test_a_faulty_contract_does_not_compile(name, tmp_path):
    old, new, place, reason = FAULTY[name]
    text = SMALL.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "openapi.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = faults_of(file)
    assert any(place in line and reason in line and str(file) in line for line in told), told


def test_the_small_contract_has_no_fault():
    assert faults_of(SMALL) == []


def test_a_faulty_contract_writes_nothing(tmp_path):
    text = SMALL.read_text(encoding="utf-8")
    file = tmp_path / "openapi.yaml"
    file.write_text(text.replace("flag: {type: boolean}", "flag: {type: bool}"), encoding="utf-8")
    code, told = compile_contract(file, tmp_path / "out", "--bare")
    assert code == 1 and "`bool` is no JSON type" in told
    assert not (tmp_path / "out").exists()
    (tmp_path / "list.yaml").write_text("- a\n", encoding="utf-8")
    code, told = compile_contract(tmp_path / "list.yaml", tmp_path / "out")
    assert code == 1 and "must be a mapping" in told


def test_every_fault_is_told_at_once_with_its_line(tmp_path):
    text = SMALL.read_text(encoding="utf-8")
    text = text.replace("format: country", "format: planet").replace("flag: {type: boolean}",
                                                                     "flag: {type: bool}")
    file = tmp_path / "openapi.yaml"
    file.write_text(text, encoding="utf-8")
    line = 1 + text[:text.index("format: planet")].count("\n")
    told = faults_of(file)
    assert len(told) == 2
    assert told[0].startswith(f"{file}:{line}:") or told[1].startswith(f"{file}:{line}:")
    assert "planet" in "".join(told) and "`bool`" in "".join(told)


# What readers of the served document need: of the contract itself, the old text and the new

SERVED = {
    "operation without description": (
        "threats.yaml", "      description: The kinds that questions and incidents refer to.\n", "",
        "/v1/attack-kinds > get", "say `description`"),
    "operation without Japanese": (
        "threats.yaml", "      x-summary-ja: サプライチェーン攻撃の種類の一覧\n", "", "/v1/attack-kinds > get", "say `x-summary-ja`"),
    "description not in Japanese": (
        "contacts.yaml", '      x-description-ja: "取引先の担当者 1 名の情報を返します。"\n', "", "contacts/{contact_id} > get",
        "say `x-description-ja`"),
    "description that systems read not in Japanese": (
        "clients.yaml", '      x-description-ja: "独自のシークレットでトークンを取得するプログラムを、新\\\n        しい順に返します。"\n', "",
        "/v1/clients > get", "say `x-description-ja`"),
    "Japanese without the event": ("contacts.yaml", "contact.deleted\"\n", "x\"\n", "contacts/{contact_id} > delete", "leaves out contact.deleted"),
    "Japanese with another status": ("suppliers.yaml", "（409 in_use）", "（409 no_score）", "/v1/suppliers/{id} > delete", "alone names 409 no_score"),
    "parameter without description": (
        "contacts.yaml", "          description: Id of the contact\n", "", "contacts/{contact_id} > get > parameters",
        "say `description`"),
    "member without description": (
        "contacts.yaml", ", description: Telephone}", "}", "ContactInput > properties > phone", "say `description`"),
    "schema without description": ("contacts.yaml", "      description: A person at a supplier\n", "",
                                   "schemas > Contact", "say `description`"),
    "enumeration without description": ("words.yaml", "      description: State of a campaign\n", "",
                                        "schemas > CampaignState", "say `description`"),
    "reply that says nothing": ("contacts.yaml", "description: One page of contacts\n", "description: Done\n",
                                "contacts > get > responses > 200", "say what this reply"),
    "one example of a body": ("contacts.yaml", "              small: {summary: Name and address, value: {name: "
                              '"田中 一郎", email: "tanaka@example.co.jp"}}\n', "", "contacts > post > requestBody",
                              "a small one and a full one"),
    "example without summary": ("contacts.yaml", "small: {summary: Another telephone, ", "small: {",
                                "contact_id} > patch > requestBody", "say `summary` of the example `small`"),
    "two members with one description": (
        "contacts.yaml", "description: Telephone}", "description: Mail address}",
        "ContactInput > properties > phone", "`email` has this description, too"),
    "member that no example shows": ("tenant.yaml", '                  scoring_model: "weakest-link-blend/2"\n', "",
                                     "/v1/settings > patch > requestBody", "no example shows `scoring_model`"),
    "status that is not listed": (
        "events.yaml", "        '410': {$ref: 'problems.yaml#/components/responses/Gone'}\n", "",
        "/v1/events > get > responses", "the description names 410"),
    "problem of another status": ("suppliers.yaml", "(409 in_use)", "(409 no_score)", "/v1/suppliers/{id} > delete",
                                  "`no_score` is not a problem of status 409"),
    "body or none without Prefer": (
        "contacts.yaml", "        - {$ref: 'common.yaml#/components/parameters/Prefer'}\n", "",
        "contacts/{contact_id} > patch > responses > 204", "take Prefer"),
    "problem with an open gap": ("problems.yaml", "    example: {values: {max: 32}}\n", "", "x-problems > too_deep",
                                 "fill {max}"),
    "usual reply": ("contacts.yaml", "        '403': {$ref: 'problems.yaml#/components/responses/Forbidden'}\n", "",
                    "/v1/suppliers/{id}/contacts > get > responses", "a scope is needed: list 403"),
    "request id": ("problems.yaml", "        X-Request-Id: {$ref: 'common.yaml#/components/headers/RequestId'}\n", "",
                   "", "describe the header X-Request-Id"),
    "tag without If-None-Match": ("contacts.yaml", "        - {$ref: 'common.yaml#/components/parameters/IfNoneMatch'}\n",
                                  "", "contacts/{contact_id} > get", "take If-None-Match"),
    "language without a choice": ("threats.yaml", "        - {$ref: 'common.yaml#/components/parameters/AcceptLanguage'}\n",
                                  "", "/v1/threats > get", "take Accept-Language"),
    "page without Link": ("contacts.yaml", "            Link: {$ref: 'common.yaml#/components/headers/Link'}\n", "",
                          "contacts > get", "describe the header Link"),
    "key without its header": (
        "contacts.yaml", "            Idempotency-Replayed: {$ref: 'common.yaml#/components/headers/IdempotencyReplayed'}\n",
        "", "contacts > post", "describe the header Idempotency-Replayed"),
}


@pytest.mark.parametrize("name", sorted(SERVED))
def test_what_readers_need_is_demanded(name, tmp_path):
    part, old, new, place, reason = SERVED[name]
    shutil.copy(ROOT / "openapi.yaml", tmp_path)
    shutil.copytree(ROOT / "openapi", tmp_path / "openapi")
    text = (ROOT / "openapi" / part).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "openapi" / part).write_text(text.replace(old, new, 1), encoding="utf-8")
    told = compiler.compile_contract(tmp_path / "openapi.yaml")[1]
    assert any(place in line and reason in line for line in told), told


# The files a contract is made of

PART = """paths:
  /v1/parts:
    get:
      operationId: list_parts
      summary: List
      tags: [things]
      responses:
        '200':
          description: parts
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Part'}
              examples: {Part: {$ref: '#/components/examples/Part'}}
components:
  schemas:
    Part:
      type: object
      properties: {status: {$ref: 'words.yaml#/components/schemas/Colour'}}
  examples:
    Part: {value: {status: red}}
"""
WORDS = """components:
  schemas:
    Colour: {type: string, enum: [red, blue]}
"""
LISTED = "paths:\n  /v1/parts: {$ref: 'parts/parts.yaml#/paths/~1v1~1parts'}\n"


@pytest.fixture
def parts(tmp_path):
    """Writes the small contract with a resource in files of its own; returns the root."""
    def write(part=PART, words=WORDS, listed=LISTED):
        root = tmp_path / "openapi.yaml"
        root.write_text(SMALL.read_text(encoding="utf-8").replace("paths:\n", listed, 1),
                        encoding="utf-8")
        (tmp_path / "parts").mkdir(exist_ok=True)
        (tmp_path / "parts/parts.yaml").write_text(part, encoding="utf-8")
        if words is not None:
            (tmp_path / "parts/words.yaml").write_text(words, encoding="utf-8")
        return root
    return write


def test_the_files_of_a_contract_become_one_document(parts):
    document, faults = join.read(parts())
    assert list(faults.lines()) == [] and faults_of(parts()) == []
    assert list(document["paths"])[0] == "/v1/parts"
    assert document["components"]["schemas"]["Part"]["properties"] == {
        "status": {"$ref": "#/components/schemas/Colour"}}
    assert ".yaml" not in json.dumps(document)


def test_a_fault_names_the_file_it_is_in(parts):
    root = parts(words=WORDS.replace("red, blue", "red, red"))
    assert faults_of(root) == [f"{root.parent}/parts/words.yaml:3:34: components > schemas > Colour "
                               "> enum: a word is listed twice"]
    root = parts(part=PART.replace("[things]", "[parts]"))
    told = faults_of(root)
    assert len(told) == 1 and told[0].startswith(f"{root.parent}/parts/parts.yaml:6:13: paths > ")


SPLIT_FAULTS = {
    "a file that is not there": ({"words": None}, "words.yaml", "No such file"),
    "a name that is not there": ({"words": WORDS.replace("Colour", "Color")}, "parts.yaml:18",
                                 "$ref words.yaml#/components/schemas/Colour leads nowhere"),
    "a path nobody lists": ({"part": PART.replace("components:", "  /v1/more: {}\ncomponents:", 1)},
                            "parts.yaml", "the root does not list this path"),
    "a path under another name": ({"listed": LISTED.replace("  /v1/parts", "  /v1/pieces")},
                                  "openapi.yaml", "no such path"),
    "one name twice": ({"words": WORDS + "    Thing: {type: string}\n"}, "openapi.yaml",
                       "another file than words.yaml has a `Thing`, too"),
    "a part with a head": ({"words": "info: {title: x}\n" + WORDS}, "", "words.yaml has `info`"),
}


@pytest.mark.parametrize("name", sorted(SPLIT_FAULTS))
def test_files_that_do_not_fit_together_do_not_compile(name, parts, tmp_path):
    changes, place, reason = SPLIT_FAULTS[name]
    told = faults_of(parts(**changes))
    assert any(place in line and reason in line for line in told), told


def test_no_line_is_longer_than_120_columns():
    """In bytes: a full-width sign takes two columns and three bytes, so what fits here fits every editor."""
    files = [ROOT / "openapi.yaml", *sorted((ROOT / "openapi").iterdir())]
    assert len(files) > 20
    assert [f"{file.name}:{number}" for file in files for number, line in
            enumerate(file.read_bytes().split(b"\n"), 1) if len(line) > 120] == []


def test_an_operation_without_a_handler_does_not_link(tmp_path):
    compile_contract(SMALL, tmp_path / "generated", "--bare")
    handlers = (tmp_path / "generated/http/handlers.c").read_text()
    names = re.findall(r"\[OPERATION_\w+\] = (\w+)", handlers)
    program = tmp_path / "program.c"
    body = '#include "generated/contract/operations.h"\nint main(void) { return 0; }\n'

    def link(known):
        program.write_text(body + "".join(
            f"bool {name}(struct request *rq) {{ (void)rq; return true; }}\n" for name in known))
        return subprocess.run(["gcc", "-I", tmp_path, "-I", ROOT / "include", program,
                               tmp_path / "generated/http/handlers.c", "-o", tmp_path / "program"],
                              capture_output=True, text=True, check=False)

    assert link(names).returncode == 0
    assert "undefined reference to `get_part'" in link(set(names) - {"get_part"}).stderr


# The document itself

def media_of(contract):
    """(where, schema, example, is a request) of every media type with an example."""
    for name, operation in contract.operations.items():
        body = contract.schemas.resolve(operation.get("requestBody", {}))
        for kind, media in body.get("content", {}).items():
            yield f"{name} {kind}", media, True
        for status, response in operation["responses"].items():
            response = contract.schemas.resolve(response)
            for kind, media in response.get("content", {}).items():
                yield f"{name} {status} {kind}", media, False


def test_every_example_is_what_its_schema_says(contract):
    faults = []
    for where, media, request in media_of(contract):
        for example in contract.examples(media):
            faults += [f"{where} {fault}"
                       for fault in contract.schemas.faults(media["schema"], example,
                                                            request=request)]
    assert faults == []


def test_every_problem_is_served_with_an_example(contract, tmp_path):
    served = tmp_path / "served"
    compile_contract(ROOT / "openapi.yaml", served)
    document = json.loads((served / "openapi.json").read_text(encoding="utf-8"))
    assert document["paths"].keys() == contract.document["paths"].keys()
    problem = {"$ref": "#/components/schemas/Problem"}
    for code in contract.document["x-problems"]:
        example = document["components"]["examples"][f"problem_{code}"]["value"]
        assert list(contract.schemas.faults(problem, example)) == []
        assert example["code"] == code
    invalid = document["components"]["responses"]["Invalid"]["content"]["application/problem+json"]
    assert {"validation_failed", "idempotency_key_reused"} == set(invalid["examples"])


def test_a_parameter_that_is_added_moves_no_argument_in_java(tmp_path):
    compile_contract(ROOT / "openapi.yaml", tmp_path / "served")
    document = json.loads((tmp_path / "served/openapi.json").read_text(encoding="utf-8"))
    operations = [item[method] for item in document["paths"].values() for method in item]
    assert len(operations) > 120 and all(operation["x-group-parameters"] is True for operation in operations)


def test_examples_of_bodies_are_served_where_generators_take_them(contract, tmp_path):
    compile_contract(ROOT / "openapi.yaml", tmp_path / "served")
    document = json.loads((tmp_path / "served/openapi.json").read_text(encoding="utf-8"))
    found = 0
    for item in document["paths"].values():
        for operation in item.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                assert not {"example", "examples"} & media.keys(), operation["operationId"]
                name = media["schema"]["$ref"].rpartition("/")[2]
                examples = document["components"]["schemas"][name]["examples"]
                assert len(examples) >= 1 and examples == [
                    one for at, one in enumerate(examples) if one not in examples[:at]]
                for example in examples:
                    assert list(contract.schemas.faults(media["schema"], example, request=True)) == []
                found += 1
    assert found > 40


def test_a_list_that_a_change_leaves_out_is_not_emptied_by_a_generated_client(contract):
    """openapi-generator's Java begins with an empty list where a list may not be null, and sends it."""
    faults = []
    for _, method, name in contract.routes:
        content = contract.operations[name].get("requestBody", {}).get("content", {})
        for media in content.values() if method in ("PATCH", "PUT") else ():
            body = contract.schemas.resolve(media["schema"])
            for branch in map(contract.schemas.resolve, body.get("oneOf", [body])):
                for member, entry in branch["properties"].items():
                    kinds = contract.schemas.resolve(entry).get("type", ())
                    if "array" in kinds and member not in branch.get("required", ()) and "null" not in kinds:
                        faults.append(f"{name}: {member}")
    assert faults == []


def test_lists_are_paged_and_bounded(contract):
    for name, operation in contract.operations.items():
        if not name.startswith("list_"):
            continue
        reply = operation["responses"]["200"]["content"]["application/json"]["schema"]
        members = contract.schemas.resolve(reply)["properties"]
        assert {"data", "page"} <= set(members), name


def test_reports_have_workers_of_their_own(contract):
    """Else whoever waits for a worker stands behind them."""
    lanes = {f"{method} {path}": operation.get("x-lane")
             for path, item in contract.document["paths"].items() if path.startswith("/v1/reports/")
             for method, operation in item.items()}
    assert lanes == dict.fromkeys(lanes, "report") and len(lanes) >= 10


def test_changes_by_id_need_if_match(contract):
    for _, method, name in contract.routes:
        parameters = [contract.schemas.resolve(entry)
                      for entry in contract.operations[name].get("parameters", [])]
        if_match = [entry for entry in parameters if entry["name"] == "If-Match"]
        if method in ("PATCH", "DELETE"):
            assert [entry.get("required") for entry in if_match] == [True], name


def test_posts_take_an_idempotency_key(contract):
    for _, method, name in contract.routes:
        parameters = [contract.schemas.resolve(entry)["name"]
                      for entry in contract.operations[name].get("parameters", [])]
        # The first three change nothing, a token can be had again; of the others a secret would be kept, or a hash of a
        # mail address.
        keyless = ("simulate_risk_score", "check_supplier_status", "create_respondent_session", "create_token",
                   "create_link",
                   "create_client_secret", "create_webhook_endpoint", "rotate_webhook_secret",
                   "claim_reminders",
                   "erase_person")
        changes = method == "POST" and name not in keyless
        assert ("Idempotency-Key" in parameters) == changes, name


def test_every_type_of_event_is_listed(contract):
    """The words of the feed are those that the program writes."""
    types = set(contract.document["components"]["schemas"]["EventType"]["enum"])
    prefixes = {word.split(".")[0] for word in types}
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "src").rglob("*.c")))
    text = re.sub(r"(LIST|COLUMN|of_response)\([^)]*\)", "", text)  # columns
    written = {word for word in re.findall(r'"([a-z_]+\.[a-z_]+)"', text) if word.split(".")[0] in prefixes and not word.endswith(".h")}
    actions = contract.document["components"]["schemas"]["FindingAction"]["enum"]
    assert "finding.%s" in text
    assert types == written | {f"finding.{action}" for action in actions}


def test_descriptions_name_events_that_exist(contract):
    types = set(contract.document["components"]["schemas"]["EventType"]["enum"])
    named = {}
    for name, operation in contract.operations.items():
        for sentence in re.findall(r"Events?: (.*)", operation["description"]):
            named[name] = set(re.findall(r"\b[a-z_]+\.[a-z_]+\b", sentence))
            assert named[name] and named[name] <= types, name
    assert len(named) > 60


def test_every_problem_and_fault_is_used(contract):
    sources = [file.read_text(encoding="utf-8") for folder in ("src", "sql") for file in
               sorted((ROOT / folder).rglob("*.*"))]
    text = "\n".join(sources)
    told_by_default = {"unknown_member"}  # of every object that names no other
    used = {word.lower() for word in re.findall(r"\b(?:PROBLEM|FAULT)_([A-Z0-9_]+)\b", text)}
    used |= {word for line in re.findall(r"^-- (?:[0-9A-Z]{5}|none) (.*)$", text, re.M) for word in line.split()}
    used |= {schema.get("x-unknown-fault") for schema in contract.document["components"]["schemas"].values()}
    used |= set(re.findall(r'"([a-z_]+)"', text))
    listed = set(contract.document["x-problems"]) | set(contract.document["x-faults"])
    assert listed - used - told_by_default == set()
