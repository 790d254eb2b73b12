#!/usr/bin/python3
"""Sends the reminders of a tenant by mail: claims, mails, acks. Python standard library only.

    reminder_worker.py [--once] [--max 20] [--lease 300]

    RENKEI_URL          http://127.0.0.1:8080
    RENKEI_TOKEN        a token of the bundle reminder-worker, or
    RENKEI_TOKEN_FILE   a file that holds one; read before every round, so it may be renewed
    SMTP_HOST, SMTP_PORT (25), SMTP_USER, SMTP_PASSWORD, SMTP_STARTTLS=1
    MAIL_FROM           sender of the mails

It keeps nothing: what is due, what was sent and when to try again is the service's to know. Killed at
any moment it loses nothing; only a mail that was handed over and not yet acked may go out twice, both
times with the same Message-ID. With --once it ends when nothing waits (for cron); otherwise it runs.
"""
import argparse
import email.message
import email.policy
import email.utils
import json
import os
import smtplib
import socket
import sys
import time
import urllib.error
import urllib.request

WORDS = {
    "ja": {"dear": "{name} 様", "lead": "いつもお世話になっております。\n次の件につきまして、ご確認をお願いいたします。",
           "line": "・{title}（{supplier}）　期日: {due_on}", "link": "　ご回答はこちらから: {url}",
           "end": "本メールと行き違いでご対応いただいておりましたら、何卒ご容赦ください。"},
    "en": {"dear": "Dear {name},", "lead": "Please have a look at the following.",
           "line": "- {title} ({supplier}), due {due_on}", "link": "  Answer here: {url}",
           "end": "If you have dealt with this already, please disregard this message."},
}


class LeaseLost(Exception):
    """Somebody else has the item now, or it is no longer due."""


class Renkei:
    """The four calls that a worker needs."""

    def __init__(self, url, token):
        self.url, self.token = url.rstrip("/"), token

    def post(self, path, **body):
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(), method="POST",
            headers={"Authorization": f"Bearer {self.token()}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return json.loads(reply.read())
        except urllib.error.HTTPError as error:
            problem = json.loads(error.read() or b"{}")
            if error.code in (404, 409) and problem.get("code") in ("lease_lost", "not_found"):
                raise LeaseLost from error
            raise RuntimeError(f"{path}: {error.code} {problem.get('code')}") from error

    def claim(self, worker_id, maximum, lease):
        return self.post("/v1/reminders/claim", worker_id=worker_id, max=maximum,
                         lease_seconds=lease, group_by="recipient")["data"]

    def extend(self, item, lease):
        self.post(f"/v1/reminders/{item['id']}/extend", lease_token=item["lease_token"],
                  lease_seconds=lease)

    def ack(self, item):
        self.post(f"/v1/reminders/{item['id']}/ack", lease_token=item["lease_token"])

    def nack(self, item, error, permanent):
        self.post(f"/v1/reminders/{item['id']}/nack", lease_token=item["lease_token"],
                  error=error[:500], permanent=permanent)


def mail(item, sender):
    """The message of an item. Its Message-ID is the same however often the item is handed out."""
    words, recipient = WORDS[item["locale"]], item["recipient"]
    lines = [words["dear"].format(name=recipient["name"] or recipient["email"]), "", words["lead"], ""]
    for subject in item["subjects"]:
        lines.append(words["line"].format(title=subject["title"], due_on=subject["due_on"],
                                          supplier=subject["supplier"]["name"]))
        if subject["answer_url"]:
            lines.append(words["link"].format(url=subject["answer_url"]))
    message = email.message.EmailMessage()
    message["From"], message["To"] = sender, recipient["email"]
    if recipient["cc"]:
        message["Cc"] = recipient["cc"]
    message["Subject"] = item["subject"]
    message["Date"] = email.utils.formatdate()
    message["Message-ID"] = f"<{item['dedupe_key']}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(lines + ["", words["end"], ""]), cte="base64")
    return message


def connect():
    server = smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ.get("SMTP_PORT", "25")), timeout=30)
    if os.environ.get("SMTP_STARTTLS") == "1":
        server.starttls()
    if os.environ.get("SMTP_USER"):
        server.login(os.environ["SMTP_USER"], os.environ["SMTP_PASSWORD"])
    return server


def hand_over(server, message, item):
    """Nobody gets a copy of a mail that its own recipient cannot have."""
    recipient = item["recipient"]
    server.ehlo_or_helo_if_needed()
    code, text = server.mail(message["From"])
    if code != 250:
        raise smtplib.SMTPResponseException(code, text)
    code, text = server.rcpt(recipient["email"])
    if code not in (250, 251):
        raise smtplib.SMTPRecipientsRefused({recipient["email"]: (code, text)})
    if recipient["cc"]:
        server.rcpt(recipient["cc"])
    code, text = server.data(message.as_bytes(policy=email.policy.SMTP))
    if code != 250:
        raise smtplib.SMTPDataError(code, text)


def refusal(error, address):
    """(text, permanent): permanent only when the server says that this address cannot be reached."""
    if isinstance(error, smtplib.SMTPRecipientsRefused) and address in error.recipients:
        code, text = error.recipients[address]
        return f"{code} {text.decode(errors='replace')}", 550 <= code <= 553
    return str(error) or type(error).__name__, False


def deliver(renkei, item, sender, lease):
    """One item: renew the lease, send, ack. Renewing is the last look before the mail goes out."""
    renkei.extend(item, lease)
    try:
        with connect() as server:
            hand_over(server, mail(item, sender), item)
    except (smtplib.SMTPException, OSError) as error:
        renkei.nack(item, *refusal(error, item["recipient"]["email"]))
        return "failed"
    renkei.ack(item)
    return "sent"


def work(renkei, options, worker_id, sender):
    """One round; returns how many items there were."""
    items = renkei.claim(worker_id, options.max, options.lease)
    for item in items:
        try:
            done = deliver(renkei, item, sender, options.lease)
        except LeaseLost:
            done = "lost"
        print(json.dumps({"item": item["id"], "subjects": len(item["subjects"]), "outcome": done}),
              flush=True)
    return len(items)


def token():
    if "RENKEI_TOKEN_FILE" in os.environ:
        with open(os.environ["RENKEI_TOKEN_FILE"], encoding="ascii") as file:
            return file.read().strip()
    return os.environ["RENKEI_TOKEN"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--once", action="store_true", help="end when nothing waits")
    parser.add_argument("--max", type=int, default=20, help="items of a round")
    parser.add_argument("--lease", type=int, default=300, help="seconds for one mail")
    options = parser.parse_args()
    renkei = Renkei(os.environ.get("RENKEI_URL", "http://127.0.0.1:8080"), token)
    worker_id = f"{socket.gethostname()}-{os.getpid()}"
    while True:
        count = work(renkei, options, worker_id, os.environ["MAIL_FROM"])
        if count == 0 and options.once:
            return 0
        if count == 0:
            time.sleep(30)


if __name__ == "__main__":
    sys.exit(main())
