#!/usr/bin/python3
"""A mail server for trying things out: takes every mail on loopback, delivers none.

    sink.py [PORT]      default 2525; prints each mail

Addresses that begin with `gone` are refused for good (550), with `busy` for now (451).
"""
import socketserver
import sys
import threading


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 sink")
        recipients = []
        for raw in self.rfile:
            line = raw.decode("utf-8", "replace").strip()
            verb = line[:4].upper()
            if verb == "RCPT":
                recipients.append(self.recipient(line))
            elif verb == "DATA":
                self.take(recipients)
                recipients = []
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def recipient(self, line):
        address = line.partition("<")[2].partition(">")[0]
        refused = {"gone": "550 no such user", "busy": "451 try again later"}.get(address[:4])
        self.say(refused or "250 ok")
        return address

    def take(self, recipients):
        self.say("354 go on")
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw[1:] if raw.startswith(b"..") else raw)
        with self.server.lock:
            self.server.mails.append((recipients, b"".join(lines)))
        if self.server.verbose:
            print(b"".join(lines).decode("utf-8", "replace"), flush=True)
        self.say("250 taken")


class Sink(socketserver.ThreadingTCPServer):
    """mails: [(recipients, bytes)]"""
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port=0, verbose=False):
        super().__init__(("127.0.0.1", port), Session)
        self.lock, self.mails, self.verbose = threading.Lock(), [], verbose


if __name__ == "__main__":
    Sink(int(sys.argv[1]) if len(sys.argv) > 1 else 2525, verbose=True).serve_forever()
