"""Which parameters, replies and headers go together: what an operation takes says what it answers."""


FORM = "application/x-www-form-urlencoded"  # of RFC 6749, whose errors are 400 and 401
FEEDS = {"list_events"}  # no page is the last one, so that next_cursor is always there


class Replies:
    def __init__(self, document, resolve, faults):
        self.resolve = resolve
        self.faults = faults
        self.open = document.get("security")

    def check(self, node, method, path, parameters):
        """`parameters`: the resolved ones, those of the path included."""
        replies = {status: self.target(reply, (*path, "responses", status))
                   for status, reply in node.get("responses", {}).items()}
        for status, why in self.needed(node, parameters, replies):
            if status not in replies:
                self.faults.add((*path, "responses"), f"{why}: list {status}")
        names = {(item.get("in"), item.get("name")) for item in parameters}
        if {"200", "204"} <= set(replies) and ("header", "Prefer") not in names:
            self.faults.add((*path, "responses", "204"), "with a body or without: take Prefer")
        for status, reply in replies.items():
            paged = ("query", "cursor") in names and node.get("operationId") not in FEEDS
            self.check_headers(reply, status, (*path, "responses", status), names,
                               method == "get" and paged)
            if status.startswith("2"):
                self.check_parameters(reply.get("headers", {}), (*path, "responses", status),
                                      names, method)

    def target(self, node, path):
        return (self.resolve(node["$ref"], path)[0] if "$ref" in node else node) or {}

    def needed(self, node, parameters, replies):
        scopes = node.get("security", self.open) or []
        yield "400", "a query, header or body may be unreadable"
        yield "default", "what any request may meet"
        if scopes:
            yield "401", "a token is needed"
        if scopes and all(entry.get("bearer") for entry in scopes):
            yield "403", "a scope is needed"
        if any("content" in reply for status, reply in replies.items() if status.startswith("2")):
            yield "406", "the reply has a form"
        if "requestBody" in node:
            yield "415", "there is a body"
            if FORM not in node["requestBody"].get("content", {}):
                yield "422", "there is a body"
        for item in parameters:
            if (item.get("in"), item.get("name")) == ("header", "If-Match"):
                yield "412", "there is If-Match"
                if item.get("required"):
                    yield "428", "If-Match is required"

    def check_headers(self, reply, status, path, names, paged):
        headers = reply.get("headers", {})
        wanted = [("X-Request-Id", True, "every reply has one")]
        if status.startswith("2") and status != "204":
            wanted += [
                ("Idempotency-Replayed", ("header", "Idempotency-Key") in names,
                 "there is an Idempotency-Key"),
                ("Link", paged, "the list is paged")]
        for name, needed, why in wanted:
            if needed and name not in headers:
                self.faults.add(path, f"{why}: describe the header {name}")

    def check_parameters(self, headers, path, names, method):
        if "Content-Language" in headers and ("header", "Accept-Language") not in names:
            self.faults.add(path, "the reply has a language: take Accept-Language")
        if "ETag" in headers and method == "get" and ("header", "If-None-Match") not in names:
            self.faults.add(path, "the reply has a tag: take If-None-Match")
