"""Dockerfile and docker-compose.yml against the program: no engine runs here, so what they repeat of
the code (packages, ports, variables, paths, accounts) is compared with the code, and their scripts run
for real."""
import configparser
import os
import pathlib
import re
import shlex
import stat
import subprocess

import psycopg2
import pytest
import yaml

ROOT = pathlib.Path(__file__).parents[2]
BINARY = os.environ["RENKEI_TEST_BINARY"]


def instructions():
    """Each stage of the Dockerfile as a list of (word, rest); continued lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.M).replace("\\\n", " ")
    stages = []
    for line in filter(str.strip, text.splitlines()):
        word, rest = line.split(None, 1)
        if word == "FROM":
            stages.append([])
        stages[-1].append((word, rest))
    return stages


STAGES = instructions()
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
CONFIG = (ROOT / "src/base/config.c").read_text()


def of(stage, wanted):
    return [rest for word, rest in stage if word == wanted]


def installed_packages(stage):
    command = next(rest for rest in of(stage, "RUN") if "apt-get install" in rest)
    words = shlex.split(command.split("apt-get install", 1)[1].split("&&")[0])
    return [word for word in words if not word.startswith("-")]


def listed_packages(section):
    text = (ROOT / "tools/packages.txt").read_text()
    body = re.search(rf"^\[{section}\]\n(.*?)(?=^\[|\Z)", text, re.S | re.M)[1]
    return [line.split()[0] for line in body.splitlines() if line.strip() and not line.startswith("#")]


def package_of_library(name):
    path = re.search(rf"^\s*{re.escape(name)} => (\S+)",
                     subprocess.run(["ldd", BINARY], capture_output=True, text=True, check=True).stdout, re.M)[1]
    for candidate in (path, path.removeprefix("/usr"), os.path.realpath(path)):
        result = subprocess.run(["dpkg-query", "-S", candidate], capture_output=True, text=True, check=False)
        if result.returncode == 0:
            return result.stdout.split(":")[0]
    raise AssertionError(f"{path} is in no package")


def brought_along(packages):
    command = ["dpkg-query", "-W", "-f=${Depends}, ", *packages]
    depends = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"(?:^|[,|]) *([a-z0-9.+-]+)", depends))


def needed_libraries():
    output = subprocess.run(["readelf", "-d", BINARY], capture_output=True, text=True, check=True).stdout
    names = re.findall(r"\(NEEDED\).*\[(.*)\]", output)
    return [name for name in names if not re.match(r"lib(c|m|asan|ubsan|gcc_s|pthread)\.so", name)]


def test_both_stages_start_from_the_same_release_as_the_packages():
    assert [rest.split()[0] for stage in STAGES for rest in of(stage, "FROM")] == ["debian:bookworm-slim"] * 2


def test_the_build_stage_installs_what_a_build_needs():
    assert sorted(installed_packages(STAGES[0])) == sorted(listed_packages("build"))


def test_the_image_has_each_library_the_program_asks_for_and_no_other():
    wanted = {package_of_library(name) for name in needed_libraries()}
    listed = set(installed_packages(STAGES[1])) - {
        "curl", "ca-certificates",  # whom the egress worker trusts
        "fonts-ipaexfont-gothic"}  # of PDF
    assert "libulfius2.7" in wanted
    assert listed - wanted == set()
    assert wanted - listed <= brought_along(listed), "neither listed nor brought along by a listed one"


def test_the_build_needs_no_file_that_is_not_copied(tmp_path):
    """The build stage's own commands on its own files, as far as knowing every source."""
    ignored = (ROOT / ".dockerignore").read_text().split()
    for rest in of(STAGES[0], "COPY"):
        *sources, target = rest.split()
        for source in sources:
            assert source not in ignored
            subprocess.run(["cp", "-r", ROOT / source, tmp_path / target], check=True)
    command = next(rest for rest in of(STAGES[0], "RUN") if "cmake --preset" in rest)
    assert command.endswith("ninja -C build/release renkei")
    result = subprocess.run(["sh", "-c", command.replace("release renkei", "release -t inputs renkei")],
                            cwd=tmp_path, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    sources = [pathlib.Path(line) for line in result.stdout.splitlines() if line.startswith(f"{tmp_path}/")]
    assert tmp_path / "src/main.c" in sources
    assert [path for path in sources if not path.exists() and "build" not in path.parts] == []


def test_the_image_runs_the_program_the_build_makes():
    copy = of(STAGES[1], "COPY")[0].split()
    build = next(rest for rest in of(STAGES[0], "RUN") if "cmake --preset" in rest)
    workdir = of(STAGES[0], "WORKDIR")[0]
    assert copy[1] == f"{workdir}/build/release/renkei"
    assert "cmake --preset release" in build
    assert '"name": "release"' in (ROOT / "CMakePresets.json").read_text()
    assert pathlib.PurePath(copy[2]).name == yaml.safe_load(of(STAGES[1], "ENTRYPOINT")[0])[0]


def test_the_image_does_not_run_as_root():
    made = re.search(r"useradd .*--uid (\d+)", " ".join(of(STAGES[1], "RUN")))[1]
    assert of(STAGES[1], "USER") == [made]
    assert int(made) > 0
    assert SERVICES["renkei"]["user"] == f"${{RENKEI_UID:-{made}}}"


def test_one_port_everywhere():
    default = re.search(r'"RENKEI_LISTEN", "127\.0\.0\.1:(\d+)"', CONFIG)[1]
    listen = dict(pair.split("=", 1) for pair in of(STAGES[1], "ENV"))["RENKEI_LISTEN"]
    health = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", of(STAGES[1], "HEALTHCHECK")[0])
    ports = {default, of(STAGES[1], "EXPOSE")[0], listen.rpartition(":")[2], health[1],
             SERVICES["renkei"]["environment"]["RENKEI_LISTEN"].rpartition(":")[2],
             SERVICES["renkei"]["ports"][0].rpartition(":")[2]}
    assert ports == {default}
    assert health[2] in yaml.safe_load((ROOT / "openapi.yaml").read_text())["paths"]


def test_the_published_port_stays_on_this_machine():
    assert SERVICES["renkei"]["ports"][0].startswith("127.0.0.1:")
    assert "ports" not in SERVICES["database"]


OURS = ["renkei", "migrate", "admin", "reminders", "worker-files", "worker-egress"]


@pytest.mark.parametrize("service", OURS)
def test_every_variable_is_one_the_program_reads(service):
    read = set(re.findall(r'"(RENKEI_\w+|DATABASE_URL)"', CONFIG))
    given = set(SERVICES[service]["environment"]) - {"PGSERVICEFILE"}
    assert given and given <= read


def test_the_service_is_given_what_it_cannot_do_without():
    given = set(SERVICES["renkei"]["environment"])
    assert {"DATABASE_URL", "RENKEI_KEYS", "RENKEI_CURSOR_KEY_FILE"} <= given
    assert "RENKEI_ADMIN_DATABASE_URL" not in given, "the service must not hold the owner's password"
    assert "owner_service" not in SERVICES["renkei"]["secrets"]


@pytest.mark.parametrize("service", OURS)
def test_every_command_is_a_subcommand(service):
    usage = subprocess.run([BINARY, "no-such-subcommand"], capture_output=True, text=True, check=False)
    assert usage.returncode == 64
    word = SERVICES[service].get("command", yaml.safe_load(of(STAGES[1], "CMD")[0]))[0]
    assert re.search(rf"\b{word}\b", usage.stdout + usage.stderr)


def test_the_worker_of_files_has_no_way_out():
    assert SERVICES["worker-files"]["networks"] == ["inside"] and COMPOSE["networks"]["inside"]["internal"] is True
    assert "inside" in SERVICES["database"]["networks"]
    assert SERVICES["worker-files"]["command"] != SERVICES["worker-egress"]["command"]


def test_the_database_is_the_release_the_private_cluster_uses():
    image = re.fullmatch(r"postgres:(\d+)-bookworm", SERVICES["database"]["image"])[1]
    assert f"postgresql-{image}" in listed_packages("run")
    arguments = SERVICES["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    cluster = (ROOT / "tools/dev/cluster.sh").read_text()
    assert len(arguments) == 3 and all(argument in cluster for argument in arguments)


def test_every_mounted_file_exists_and_runs_in_order():
    mounts = [mount.split(":") for mount in SERVICES["database"]["volumes"] if mount.startswith("./")]
    assert [pathlib.PurePath(target).name for _, target, _ in mounts] == ["10-roles.sql", "20-create-database.sh"]
    for source, _, mode in mounts:
        assert (ROOT / source).is_file() and mode == "ro"
    assert os.access(ROOT / mounts[1][0], os.X_OK)


def test_passwords_stand_in_no_environment():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or name.endswith("_FILE")
            assert "password" not in str(value) or str(value).startswith("/run/secrets/")


@pytest.fixture(name="checkout", scope="module")
def made_secrets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkout")
    subprocess.run([ROOT / "tools/docker/make-secrets.sh", folder], check=True, capture_output=True)
    return folder


def test_every_secret_is_made(checkout):
    for name, secret in COMPOSE["secrets"].items():
        assert (checkout / secret["file"]).stat().st_size > 0, name
    for service in SERVICES.values():
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
    keys = next(mount for mount in SERVICES["renkei"]["volumes"] if "keys" in mount).split(":")
    assert list((checkout / keys[0]).glob("*.RS256.pem"))
    assert keys[1] == SERVICES["renkei"]["environment"]["RENKEI_KEYS"]


def test_keys_are_closed_to_others_and_their_owner_runs_the_service(checkout):
    user = int(re.fullmatch(r"RENKEI_UID=(\d+)\n", (checkout / ".env").read_text())[1])
    assert user != 0
    for key in [checkout / "secrets/cursor_key", *(checkout / "secrets/keys").iterdir()]:
        assert stat.S_IMODE(key.stat().st_mode) & 0o077 == 0
        assert key.stat().st_uid == user
    assert stat.S_IMODE((checkout / "secrets").stat().st_mode) == 0o700


def test_the_program_takes_the_keys(checkout):
    done = subprocess.run([BINARY, "token", "--tenant", "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01", "--bundle", "viewer"],
                          env={**os.environ, "RENKEI_KEYS": str(checkout / "secrets/keys")},
                          capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count(".")) == (0, 2), done.stderr


def test_secrets_stay_when_made_again(checkout):
    before = (checkout / "secrets/app_service").read_text()
    subprocess.run([ROOT / "tools/docker/make-secrets.sh", checkout], check=True, capture_output=True)
    assert (checkout / "secrets/app_service").read_text() == before


@pytest.mark.parametrize("service, variable, role", [
    ("renkei", "DATABASE_URL", "app"), ("migrate", "RENKEI_ADMIN_DATABASE_URL", "owner"),
    ("admin", "RENKEI_ADMIN_DATABASE_URL", "owner"), ("reminders", "RENKEI_WORKER_DATABASE_URL", "worker"),
    ("worker-files", "DATABASE_URL", "app"), ("worker-files", "RENKEI_WORKER_DATABASE_URL", "worker"),
    ("worker-egress", "RENKEI_WORKER_DATABASE_URL", "worker")])
def test_the_service_files_lead_to_the_database(checkout, service, variable, role):
    environment = SERVICES[service]["environment"]
    secret, = set(SERVICES[service]["secrets"]) - {"cursor_key"}
    assert environment["PGSERVICEFILE"] == f"/run/secrets/{secret}"
    file = configparser.ConfigParser()
    file.read(checkout / f"secrets/{secret}")
    section = file[environment[variable].removeprefix("service=")]
    assert section["user"] == f"renkei_{role}"
    assert section["host"] in SERVICES
    assert f"'{section['user']}'" in (ROOT / "sql/roles.sql").read_text()
    assert f"create database {section['dbname']} " in (ROOT / "tools/docker/create-database.sh").read_text()
    assert len(section["password"]) >= 32


def test_the_scripts_of_the_first_start_make_accounts_and_database(checkout):
    """They run against the tests' own server; the database they make is dropped again."""
    where = {"host": os.environ["RENKEI_TEST_PGHOST"], "port": os.environ["RENKEI_TEST_PGPORT"],
             "user": os.environ["RENKEI_TEST_SUPERUSER"], "dbname": "postgres"}
    environment = {**os.environ, "PGHOST": where["host"], "PGPORT": where["port"], "PGUSER": where["user"],
                   "SECRETS": str(checkout / "secrets")}
    connection = psycopg2.connect(**where)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("drop database if exists renkei")
        try:
            subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-f", ROOT / "sql/roles.sql"],
                           env=environment, check=True, stdout=subprocess.DEVNULL)
            subprocess.run([ROOT / "tools/docker/create-database.sh"], env=environment, check=True)
            cursor.execute("select rolname, rolpassword like 'SCRAM-SHA-256$%', rolsuper, rolbypassrls "
                           "from pg_authid where rolname in ('renkei_app', 'renkei_owner', 'renkei_worker') order by 1")
            assert cursor.fetchall() == [(f"renkei_{role}", True, False, False) for role in ("app", "owner", "worker")]
            cursor.execute("select pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datctype "
                           "from pg_database where datname = 'renkei'")
            assert cursor.fetchone() == ("renkei_owner", "UTF8", "C.UTF-8")
        finally:
            cursor.execute("drop database if exists renkei")
    connection.close()
