"""The table of a run, printed row by row so that it is seen growing."""
import collections
import dataclasses

TOLD = 4  # violations of each kind that are printed in full; one where they are known


@dataclasses.dataclass
class Row:
    fault: object
    findings: object
    remark: str
    seconds: float
    skipped: bool = False

    @property
    def clean(self):
        return not self.findings.violations

    @property
    def broken(self):
        """The harness itself gave up: no verdict, whatever was expected."""
        return any(text.startswith("(!)") for text in self.findings.violations)

    def shown_by_control(self):
        """A control is green when the mistake was found by the check that is there for it."""
        wanted = self.fault.control
        if wanted in ("lost", "doubled"):
            return getattr(self.findings, wanted) > 0
        return any(text.startswith(wanted) for text in self.findings.violations)

    @property
    def verdict(self):
        if self.skipped:
            return "skipped"
        if self.broken:
            return "FAILS"
        if self.fault.control:
            return "found" if self.shown_by_control() else "NOT FOUND"
        if self.fault.expected:
            return "MENDED" if self.clean else "known"
        return "holds" if self.clean else "FAILS"

    @property
    def good(self):
        return self.verdict in ("holds", "found", "known", "skipped")


def head():
    print("| id | fault | acked | lost | doubled | unknown | resolved | violations | | s | |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | --- |", flush=True)


def line(row):
    found = row.findings
    print(f"| {row.fault.id} | {row.fault.title} | {found.acked} | {found.lost} | {found.doubled} | {found.unknown}"
          f" | {found.resolved} | {len(found.violations)} | {row.verdict} | {row.seconds:.0f} | {row.remark} |",
          flush=True)


def violations(row):
    """The first of each check, and how many there are."""
    kinds = collections.defaultdict(list)
    for text in row.findings.violations:
        kinds[text.split(" ", 1)[0]].append(text)
    told = 1 if row.verdict == "known" else TOLD
    for texts in kinds.values():
        yield from texts[:told]
        if len(texts) > told:
            yield f"{texts[0].split(' ', 1)[0]} and {len(texts) - told} more"


def end(rows, seconds):
    """What is wrong, one by one; the exit status."""
    for row in rows:
        told = {"FAILS": "FAILS", "known": f"known: {row.fault.expected}",
                "MENDED": f"is green, though expected to be red ({row.fault.expected}): take the mark away",
                "NOT FOUND": f"the mistake was not found by {row.fault.control}: the check shows nothing"}
        if row.verdict in told:
            print(f"\n{row.fault.id} {row.fault.title}: {told[row.verdict]}")
        if row.verdict in ("FAILS", "known", "NOT FOUND"):
            print("\n".join(f"    {text}" for text in violations(row)))
    sums = {name: sum(getattr(row.findings, name) for row in rows if not row.fault.control)
            for name in ("acked", "lost", "doubled", "unknown", "resolved")}
    verdicts = collections.Counter(row.verdict for row in rows)
    print(f"\n{', '.join(f'{value} {name}' for name, value in sums.items())} (controls aside); "
          f"{', '.join(f'{value} {name}' for name, value in verdicts.items())}; {seconds:.0f} s")
    return 0 if all(row.good for row in rows) else 1
