"""The model weakest-link-blend/2 once more, as plainly as docs/scoring.md says it: what `renkei score` is held to.

Nothing here is fast, and nothing is shared with the program: explain(input) takes a line of
`renkei score` and gives its result. It knows no visible_if and checks no faults.
"""
import datetime
import json
import math
import pathlib

ROOT = pathlib.Path(__file__).parents[2]
BUILTIN = json.loads((ROOT / "data/sheet.json").read_text())
INTENSITY = {threat["rank"]: threat["default_intensity"]
             for threat in json.loads((ROOT / "data/threats.json").read_text())["threats"]}
RANK = {threat["code"]: threat["rank"]
        for threat in json.loads((ROOT / "data/threats.json").read_text())["threats"]}
FIELDS = {
    "data_sensitivity": {"none": 0, "internal": .25, "confidential": .5, "personal": .75, "special": 1},
    "business_dependency": {"none": 0, "low": .25, "medium": .5, "high": .75, "critical": 1},
    "substitutability": {"easy": 0, "hard": .5, "none": 1},
    "supply_chain_stage": {"procurement": 1, "production": .75, "logistics": .5, "sales": .25, "software": 1,
                           "service": 1},
    "remote_connection": {"none": 0, "on_demand": .5, "always_on": 1},
    "network_connectivity": {"none": 0, "limited": .5, "flat": 1},
    "record_volume": {"up_to_1000": -.25, "up_to_100000": 0, "over_100000": .25, "not_counted": 0},
    "access_level": {"none": 0, "on_site": .25, "user": .5, "administrator": 1},
    "subcontracting": {"none": 0, "one_level": .5, "nested": 1},
}
BASIC = list(FIELDS)[:6]
WORDS = {"done": 0.0, "in_progress": 0.75, "not_done": 1.0}
RELIABILITY = {"self": 0.5, "document": 0.75, "verified": 1.0}
EFFECTIVE = {"planned": 0, "in_progress": 0, "implemented": .8, "verified": 1, "cancelled": 0}
PROJECTED = {"planned": 1, "in_progress": 1, "implemented": 1, "verified": 1, "cancelled": 0}
BEFORE = dict.fromkeys(EFFECTIVE, 0)
NIST = ["12345", "12345", "12334", "12223", "11122"]
BANDS = ["very_low", "low", "moderate", "high", "very_high"]
KINDS = ["business", "software", "service"]


def micro(value):
    return math.floor(value * 1e6 + 0.5)


def out(value):
    return None if value is None else micro(value) / 1e6


def band(score):
    return BANDS[sum(micro(score) >= limit for limit in (3500000, 8500000, 13500000, 18000000))]


def blend(k, values, weights, ceilings):
    """B_k with its two terms: (mean, max, value)."""
    mean = sum(w * x for w, x in zip(weights, values)) / sum(weights)
    highest = max(s * x for s, x in zip(ceilings, values))
    return mean, highest, (1 - k) * mean + k * highest


def evenly(k, *values):
    """Equal weights, ceilings 1; what is unknown is left out."""
    known = [value for value in values if value is not None]
    return blend(k, known, [1] * len(known), [1] * len(known))


def day(text):
    return None if text is None else datetime.date.fromisoformat(text[:10])


def is_blank(text):
    return text is None or not text.strip()


class Question:
    """One scored question of one sheet with its answer."""

    def __init__(self, sheet, section, definition):
        self.sheet, self.section, self.definition = sheet, section, definition
        self.code = definition["code"]
        self.type = definition["type"]
        self.bonus = definition.get("bonus_only", False)
        self.weak = definition.get("weak_link", False)
        self.certificate = self.type == "certification"
        self.kinds = definition.get("attack_kinds") or []
        self.weight = self.raw = float(definition["weight"])
        self.answer = sheet["answers"].get(self.code) or {}
        self.evidence = self.answer.get("evidence") or "self"

    def link(self):
        return 0.0 if self.certificate else 1.0 if self.weak else 0.5

    def gap_of(self, value):
        """g_a of an answer's value before plans; None: it says nothing."""
        if value is None or value == "not_applicable" or value == []:
            return None
        if self.type == "three_state":
            return WORDS[value]
        if self.type == "number":
            return next(r["gap"] for r in self.definition["ranges"]
                        if (r["min"] is None or value >= r["min"]) and (r["max"] is None or value <= r["max"]))
        gaps = {choice["code"]: choice["gap"] for choice in self.definition["choices"]}
        if self.type == "single_choice":
            return gaps[value]
        chosen = [gaps[code] for code in value]
        return min(chosen) if self.definition.get("combine") == "best" else max(chosen)

    def not_applicable(self):
        return self.answer.get("answer") == "not_applicable"

    def adopted(self):
        """g_a without plans, None where nothing was claimed."""
        if self.certificate or self.bonus or self.not_applicable():
            return None
        member = {"three_state": "answer", "single_choice": "choice", "multi_choice": "choices", "number": "number"}
        return self.gap_of(self.answer.get(member[self.type]))


class Supplier:
    def __init__(self, given):
        self.given = given
        self.as_of = day(given["as_of"])
        self.profile = given.get("profile") or {}
        self.sheets = self.read_sheets()
        self.questions = [question for sheet in self.sheets for question in sheet["questions"]]
        self.codes = [question.code for question in self.questions]
        self.sample()
        self.lift()
        self.harm_before = self.impact(BEFORE)["H"]
        for question in self.questions:
            self.judge(question)

    # ---- what is given

    def read_sheets(self):
        sheets = self.given.get("sheets")
        if sheets is None:
            sheets = [{"code": BUILTIN["id"], "answers": self.given.get("answers") or {}}]
        read = []
        for given in sorted(sheets, key=lambda sheet: sheet["code"].encode()):
            document = given.get("questionnaire") or BUILTIN
            sheet = {"code": given["code"], "answers": given.get("answers") or {},
                     "answered_at": given.get("answered_at"), "document": document}
            sheet["questions"] = [
                Question(sheet, section["code"], definition)
                for section in document["sections"] for definition in section["questions"]
                if definition.get("scored", True)
                and (definition["type"] not in ("free_text", "date") or definition.get("bonus_only"))]
            if not sheet["questions"]:
                continue
            heaviest = max(question.raw for question in sheet["questions"])
            for question in sheet["questions"]:
                question.weight = question.raw / heaviest
            read.append(sheet)
        return read

    def name(self, question):
        if self.codes.count(question.code) > 1:
            return f"{question.sheet['code']}/{question.code}"
        return question.code

    def age(self, question):
        text = (question.answer.get("answered_at") or question.sheet["answered_at"]
                or self.given.get("answered_at") or self.given["as_of"])
        return max(0, (self.as_of - day(text)).days)

    # ---- trust

    def sample(self):
        kept = refuted = 0
        for question in self.questions:
            adopted = question.adopted()
            if adopted is None:
                continue
            claimed = question.gap_of(question.answer.get("claimed"))
            if claimed is not None and claimed < adopted:
                refuted += 1
            elif adopted < 1 and question.evidence == "verified":
                kept += 1
        self.held = (1 + kept) / (1 + kept + refuted)

    def lift(self):
        self.lifting = set()
        for question in self.questions:
            answer = question.answer
            if question.certificate and question.code in ("CERT-01", "CERT-02") \
                    and answer.get("status") == "obtained" and question.evidence == "verified" \
                    and not is_blank(answer.get("number")) and answer.get("expires_on") \
                    and day(answer["expires_on"]) >= self.as_of:
                self.lifting.add(question.code)

    # ---- one answer

    def judge(self, question):
        question.fresh = min(1.0, max(0.0, (1095 - self.age(question)) / 640))
        question.issues = []
        question.gap = question.low = question.high = None
        question.reliability = None
        if question.bonus:
            self.judge_bonus(question)
        elif question.certificate:
            self.judge_certificate(question)
        elif question.not_applicable():
            self.judge_not_applicable(question)
        elif question.adopted() is None:
            self.judge_silence(question)
        else:
            self.judge_statement(question)

    def judge_silence(self, question):
        question.state, question.gap, question.low, question.high, question.reliability = "unanswered", 1, 0, 1, 0

    def judge_bonus(self, question):
        answer = question.answer
        claimed = {
            "three_state": answer.get("answer") == "done", "certification": answer.get("status") == "obtained",
            "free_text": not is_blank(answer.get("text")), "date": answer.get("date") is not None,
        }.get(question.type)
        if claimed is None:
            member = {"single_choice": "choice", "multi_choice": "choices", "number": "number"}[question.type]
            claimed = question.gap_of(answer.get(member)) == 0 and not question.not_applicable()
        expired = answer.get("expires_on") is not None and day(answer["expires_on"]) < self.as_of
        question.state = "credited" if claimed and not expired and self.age(question) < 1095 else "not_counted"
        if question.state == "credited":
            question.gap = question.low = 0

    def judge_certificate(self, question):
        answer, evidence = question.answer, question.evidence
        if answer.get("status") is None:
            return self.judge_silence(question)
        if answer["status"] == "not_obtained":
            question.state, question.reliability = "not_obtained", question.fresh
            question.gap = question.low = question.high = 1
            return None
        expires = day(answer.get("expires_on"))
        question.reliability = RELIABILITY[evidence]
        if expires is not None and expires < self.as_of:
            renewing = (self.as_of - expires).days <= 180 and answer.get("renewal_pending") and evidence != "self"
            claim = 0.5 if renewing else 1.0
            question.state = "expired_renewing" if renewing else "expired"
            question.issues = ["certificate_expired"]
        elif is_blank(answer.get("number")) or expires is None:
            claim, question.state, question.reliability = 0.5, "obtained_incomplete", 0.5
            question.issues = ["certificate_incomplete"]
        else:
            claim, question.state = 0.0, "valid"
        question.low = claim
        question.gap = 1 - (1 - claim) * self.credit(evidence) * self.doubt(question)
        question.high = 1 - (1 - claim) * RELIABILITY[evidence] * self.doubt(question)
        return None

    def judge_not_applicable(self, question):
        if question.definition.get("na_allowed") and not is_blank(question.answer.get("reason")):
            question.state, question.reliability = "not_applicable", 0.5 * question.fresh
        else:
            self.judge_silence(question)
            question.issues = ["na_not_accepted"]

    def judge_statement(self, question):
        claim = question.adopted()
        question.state = "done" if claim == 0 else "not_done" if claim == 1 else "in_progress"
        due = day((question.answer.get("plan") or {}).get("due_on"))
        live = due is not None and due >= self.as_of
        planned = min(claim, 0.5) if live else claim
        if claim > 0 and due is not None and not live:
            question.issues.append("plan_overdue")
        elif question.state == "in_progress" and due is None:
            question.issues.append("plan_missing")
        if question.fresh < 1:
            question.issues.append("stale")
        evidence = question.evidence
        if evidence == "self" and ("CERT-02" in self.lifting
                                   or ("CERT-01" in self.lifting and question.section == "CONF")):
            evidence = "document"
        doubt = self.doubt(question)
        question.gap = 1 - (1 - planned) * question.fresh * self.credit(evidence) * doubt
        question.high = 1 - (1 - planned) * question.fresh * RELIABILITY[evidence] * doubt
        question.low = min(claim, 0.5) if question.state == "in_progress" else planned
        question.reliability = question.fresh
        if question.state != "not_done":
            question.reliability = RELIABILITY[evidence] * question.fresh * doubt

    def credit(self, evidence):
        return {"self": (4 - self.harm_before) / 6, "document": 0.875, "verified": 1.0}[evidence]

    def doubt(self, question):
        return self.held if question.evidence == "self" else 1.0

    # ---- measures

    def remains(self, phi, target):
        """What is left of a question (its name) or of a side of impact (its letter)."""
        left = 1.0
        for measure in self.given.get("measures") or []:
            for aim in measure["targets"]:
                named = aim.get("question")
                if target == aim.get("impact") or (isinstance(target, Question) and named in (
                        f"{target.sheet['code']}/{target.code}", self.name(target))):
                    left *= 1 - aim["effect"] * phi[measure["status"]]
        return left

    def after(self, phi, which="gap"):
        return [None if getattr(question, which) is None else getattr(question, which) * self.remains(phi, question)
                for question in self.questions]

    # ---- impact

    def field(self, name, unknown=None):
        word = self.profile.get(name)
        return unknown if word is None else FIELDS[name][word]

    def of_persons(self):
        return self.profile.get("data_sensitivity") in (None, "personal", "special")

    def impact(self, phi, unknown=1):
        c = self.field("data_sensitivity", unknown)
        volume = self.field("record_volume")
        if volume is not None and self.of_persons():
            c = max(0, min(1, c + volume))
        a = self.field("business_dependency", unknown) * (
            2 + self.field("substitutability", unknown) + self.field("supply_chain_stage", unknown)) / 4
        n = evenly(.75, self.field("remote_connection", unknown), self.field("network_connectivity", unknown),
                   self.field("access_level"))[2]
        c, a, n = (value * self.remains(phi, letter) for value, letter in zip((c, a, n), "CAN"))
        mean, highest, harm = evenly(.75, c, a, n)
        return {"C": c, "A": a, "N": n, "mean": mean, "max": highest, "H": harm, "I": 1 + 4 * harm,
                "X": evenly(.625, a, n, self.field("subcontracting"))[2]}

    def missing(self):
        return [name for name in FIELDS if self.profile.get(name) is None
                and (name != "record_volume" or self.of_persons())]

    # ---- threats

    def groups(self):
        """[(rank, tau, [(question, a, s)])] in rank order, the implicit one last."""
        found = {}
        for sheet in self.sheets:
            strength = {"supporting": 1, "primary": 2, **(sheet["document"].get("relation_strength") or {})}
            links = {}
            for place, question in self.placed(sheet):
                for threat in question.definition.get("threats") or []:
                    rank = threat["rank"] if threat.get("rank") else RANK[threat["code"]]
                    links.setdefault(rank, []).append(
                        (place, question, question.weight * strength[threat["relation"]]))
            if not links:
                links[0] = [(place, question, question.weight) for place, question in self.placed(sheet)]
            for rank, members in links.items():
                found.setdefault(rank, []).extend(ceilings(members))
        order = sorted(found, key=lambda rank: (rank == 0, rank))
        return [(rank, INTENSITY.get(rank, 1.0), found[rank]) for rank in order]

    def placed(self, sheet):
        return [(place, question) for place, question in enumerate(self.questions) if question.sheet is sheet]

    def kind_groups(self):
        found = {}
        for sheet in self.sheets:
            for kind in KINDS:
                members = [(place, question, question.weight) for place, question in self.placed(sheet)
                           if kind in question.kinds]
                if members:
                    found.setdefault(kind, []).extend(ceilings(members))
        return {kind: found[kind] for kind in KINDS if kind in found}

    def group_blend(self, members, gaps):
        counted = [(gaps[place], a, s) for place, _, a, s in members if gaps[place] is not None]
        if all(question.bonus or gaps[place] is None for place, question, _, _ in members):
            return None
        return blend(.625, *zip(*counted))

    def openness(self, gaps):
        """(mean, max, V) and the blends by rank; None: nothing judged."""
        threats = [(rank, tau, members, self.group_blend(members, gaps)) for rank, tau, members in self.groups()]
        judged = [(tau, found[2]) for _, tau, _, found in threats if found is not None]
        if not judged:
            return None, threats
        taus, values = zip(*judged)
        return blend(.625, values, taus, taus), threats

    # ---- the result

    def confidence(self):
        rated = [question for question in self.questions if not question.bonus]
        weights = sum(question.weight for question in rated)
        answers = counted = 0.0
        if weights > 0:
            answers = sum(question.weight * question.reliability for question in rated) / weights
            counted = sum(question.weight for question in rated if question.gap is not None) / weights
        if micro(counted) < 500000:
            answers = min(.5, 2 * counted * answers)
        profile = sum(self.profile.get(name) is not None for name in BASIC) / 6
        value = answers * profile
        label = ["very_low", "low", "medium", "high"][sum(micro(value) >= limit
                                                          for limit in (250000, 600000, 850000))]
        return {"answers": out(answers), "profile": out(profile), "value": out(value), "label": label,
                "counted": out(counted), "held": out(self.held)}, value

    def risk(self, impact, openness):
        likelihood = 1 + 4 * (.625 * openness + .375 * impact["X"])
        return impact["I"], likelihood, impact["I"] * likelihood

    def contributions(self, impact, overall, threats, gaps):
        sums = [0.0] * len(self.questions)
        judged = [(tau, members, found) for _, tau, members, found in threats if found is not None]
        shares = share_out(.625, [found[2] for _, _, found in judged], [tau for tau, _, _ in judged],
                           [tau for tau, _, _ in judged], overall[1])
        for (_, members, found), share in zip(judged, shares):
            if found[2] == 0:
                continue
            counted = [(place, a, s) for place, _, a, s in members if gaps[place] is not None]
            parts = share_out(.625, [gaps[place] for place, _, _ in counted], [a for _, a, _ in counted],
                              [s for _, _, s in counted], found[1])
            for (place, _, _), part in zip(counted, parts):
                sums[place] += share * part / found[2]
        return [4 * impact["I"] * .625 * total for total in sums]

    def fixes(self, impact, gaps, contributions):
        """Each open gap with what closing it takes away, the best first."""
        score = self.risk(impact, self.openness(gaps)[0][2])[2]
        found = []
        for place, gap in enumerate(gaps):
            if gap is None or gap <= 0:
                continue
            after = self.risk(impact, self.openness(gaps[:place] + [0.0] + gaps[place + 1:])[0][2])[2]
            found.append((-micro(score - after), -micro(contributions[place]), -self.questions[place].weight, place,
                          score - after, after))
        return sorted(found)

    def explain(self):
        gaps = self.after(EFFECTIVE)
        overall, threats = self.openness(gaps)
        impact = self.impact(EFFECTIVE)
        before = self.impact(BEFORE)
        confidence, trust = self.confidence()
        judged = overall is not None
        assessed = judged and confidence["label"] != "very_low"
        highest = max((tau for _, tau, _ in self.groups()), default=1.0)
        _, inherent_l, inherent = self.risk(before, .375 + .625 * highest)
        important = micro(impact["C"]) >= 500000 or micro(impact["A"]) >= 500000 or micro(impact["N"]) > 250000
        result = {
            "model": "weakest-link-blend/2", "likelihood": None, "score": None, "band": None, "matrix_band": None,
            "assessed": assessed,
            "reason": None if assessed else "little_known" if judged else "nothing_judged",
            "range": None, "before_measures": None, "projected": None, "ebios_rm": None,
            "impact": {name: out(impact[name]) for name in ("C", "A", "N", "mean", "max", "H", "I")},
            "confidence": confidence,
            "inherent": {"L": out(inherent_l), "score": out(inherent), "band": band(inherent)},
            "tier": "T%d" % (4 - sum(micro(before["I"]) >= limit for limit in (2000000, 3000000, 4000000))),
            "tier_provisional": any(name in BASIC for name in self.missing()),
            "profile_missing": self.missing(), "recommended_star": 4 if important else 3,
            "attack_kinds": {}, "questions": self.questions_out(gaps, [0.0] * len(gaps)), "threats": [],
            "contribution_check": None, "fix_first": [], "greedy_plan": []}
        if judged:
            self.explain_score(result, impact, gaps, overall, threats, trust)
        return result

    def explain_score(self, result, impact, gaps, overall, threats, trust):
        i, likelihood, score = self.risk(impact, overall[2])
        contributions = self.contributions(impact, overall, threats, gaps)
        result["likelihood"] = {"V": out(overall[2]), "mean": out(overall[0]), "max": out(overall[1]),
                                "X": out(impact["X"]), "E": out((likelihood - 1) / 4), "L": out(likelihood)}
        result["score"], result["band"] = out(score), band(score)
        result["matrix_band"] = BANDS[int(NIST[5 - level(likelihood)][level(i) - 1]) - 1]
        lowest = self.impact(EFFECTIVE, unknown=0)
        result["range"] = {"low": out(self.risk(lowest, self.openness(self.after(EFFECTIVE, "low"))[0][2])[2]),
                           "high": out(self.risk(impact, self.openness(self.after(EFFECTIVE, "high"))[0][2])[2])}
        for member, phi in (("before_measures", BEFORE), ("projected", PROJECTED)):
            i, likelihood, risk = self.risk(self.impact(phi), self.openness(self.after(phi))[0][2])
            result[member] = {"I": out(i), "L": out(likelihood), "score": out(risk), "band": band(risk)}
        danger = (1 + 3 * impact["A"]) * (1 + 3 * impact["N"]) / ((1 + 3 * (1 - overall[2])) * (1 + 3 * trust))
        result["ebios_rm"] = {"threat_level": out(danger), "zone": ["out_of_scope", "watch", "control", "danger"][
            sum(micro(danger) >= limit for limit in (200000, 900000, 2500000))]}
        for kind, members in self.kind_groups().items():
            found = self.group_blend(members, gaps)
            result["attack_kinds"][kind] = None if found is None else out(
                1 + 4 * (.625 * found[2] + .375 * impact["X"]))
        result["questions"] = self.questions_out(gaps, contributions)
        result["threats"] = [threat_out(rank, tau, found, impact) for rank, tau, _, found in threats]
        floor = impact["I"] * (1 + 4 * .375 * impact["X"])
        result["contribution_check"] = {
            "impact": out(impact["I"]), "exposure": out(1.5 * impact["I"] * impact["X"]), "floor": out(floor),
            "sum_of_contributions": out(sum(contributions)), "total": out(floor + sum(contributions))}
        self.explain_plans(result, impact, gaps, contributions)

    def explain_plans(self, result, impact, gaps, contributions):
        result["fix_first"] = [
            {"question": self.name(self.questions[place]), "reduction": out(reduction),
             "contribution": out(contributions[place])}
            for _, _, _, place, reduction, _ in self.fixes(impact, gaps, contributions)[:5]]
        for _ in range(5):
            best = self.fixes(impact, gaps, contributions)[:1]
            for _, _, _, place, _, after in best:
                gaps = gaps[:place] + [0.0] + gaps[place + 1:]
                result["greedy_plan"].append({"question": self.name(self.questions[place]),
                                              "score_after": out(after), "band_after": band(after)})

    def questions_out(self, gaps, contributions):
        return [{"code": self.name(question), "state": question.state, "gap": out(gap),
                 "freshness": out(question.fresh), "reliability": out(question.reliability),
                 "issues": question.issues, "contribution": out(part)}
                for question, gap, part in zip(self.questions, gaps, contributions)]


def ceilings(members):
    """Adds s_qt: the share of the heaviest weak link (of all, if none is weak), times the link."""
    weak = [a for _, question, a in members if question.weak]
    heaviest = max(weak or [a for _, _, a in members])
    return [(place, question, a, min(1, a / heaviest) * question.link()) for place, question, a in members]


def share_out(k, values, weights, ceilings_, highest):
    tied = [abs(s * x - highest) <= 1e-12 for s, x in zip(ceilings_, values)]
    total = sum(weights)
    return [(1 - k) * w * x / total + (k * s * x / sum(tied) if is_max else 0)
            for x, w, s, is_max in zip(values, weights, ceilings_, tied)]


def level(value):
    return min(5, max(1, math.floor(micro(value) / 1e6 + 0.5)))


def threat_out(rank, tau, found, impact):
    if found is None:
        return {"rank": rank, "mean": None, "weakest": None, "G": None, "tau": out(tau), "E": None, "L": None,
                "score": None, "band": None}
    share = .625 * tau * found[2] + .375 * impact["X"]
    score = impact["I"] * (1 + 4 * share)
    return {"rank": rank, "mean": out(found[0]), "weakest": out(found[1]), "G": out(found[2]), "tau": out(tau),
            "E": out(share), "L": out(1 + 4 * share), "score": out(score), "band": band(score)}


def explain(given):
    return Supplier(given).explain()
