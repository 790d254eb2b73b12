"""Tokens by the client credentials grant, as Authlib, requests-oauthlib and curl get them by themselves."""
import json
import os
import pathlib
import subprocess
import time

os.environ.update(AUTHLIB_INSECURE_TRANSPORT="1", OAUTHLIB_INSECURE_TRANSPORT="1")  # http

import requests  # noqa: E402
from authlib.integrations.requests_client import OAuth2Session as Authlib  # noqa: E402
from authlib.oauth2.rfc7523 import PrivateKeyJWT  # noqa: E402
from joserfc.jwk import ECKey  # noqa: E402
from oauthlib.oauth2 import BackendApplicationClient  # noqa: E402
from requests_oauthlib import OAuth2Session  # noqa: E402

URL, CLIENT_ID, SECRET = (os.environ[name] for name in ("RENKEI_URL", "CLIENT_ID", "CLIENT_SECRET"))
KEY = pathlib.Path(os.environ["CLIENT_KEY"]).read_text()
TOKEN = URL + "/oauth/token"


def use(name, session):
    reply = session.get(URL + "/v1/me", timeout=30)
    assert reply.status_code == 200, (name, reply.status_code, reply.text)
    print(f"ok {name}")


def authlib():
    session = Authlib(CLIENT_ID, SECRET)
    session.fetch_token(TOKEN, grant_type="client_credentials")
    use("Authlib", session)


def authlib_key():
    session = Authlib(CLIENT_ID, ECKey.import_key(KEY), token_endpoint_auth_method="private_key_jwt")
    session.register_client_auth_method(
        PrivateKeyJWT(TOKEN, claims={"exp": int(time.time()) + 60}, alg="ES256", headers={"kid": "a"}))
    session.fetch_token(TOKEN, grant_type="client_credentials")
    use("Authlib, key", session)


def requests_oauthlib():
    session = OAuth2Session(client=BackendApplicationClient(client_id=CLIENT_ID))
    session.fetch_token(TOKEN, client_secret=SECRET)
    use("requests-oauthlib", session)


def curl():
    """The secret comes by a file: what is in argv, anybody on the machine reads."""
    config = f'user = "{CLIENT_ID}:{SECRET}"\ndata = "grant_type=client_credentials"\nurl = "{TOKEN}"\n'
    done = subprocess.run(["curl", "-fsS", "--config", "-"], input=config, capture_output=True, text=True, check=True)
    session = requests.Session()
    session.headers["Authorization"] = "Bearer " + json.loads(done.stdout)["access_token"]
    use("curl, Basic", session)


for way in (authlib, authlib_key, requests_oauthlib, curl):
    way()
