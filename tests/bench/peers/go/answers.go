package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
)

type question struct {
	Code      string `json:"code"`
	Type      string `json:"type"`
	NaAllowed bool   `json:"na_allowed"`
	position  int
}

type document struct {
	Sections []struct {
		Questions []question `json:"questions"`
	} `json:"sections"`
}

func (d *document) questions() map[string]question {
	known := map[string]question{}
	for _, section := range d.Sections {
		for _, one := range section.Questions {
			one.position = len(known)
			known[one.Code] = one
		}
	}
	return known
}

// questions of a questionnaire are kept: a published version never changes again.
func (c *change) questions(id string) (map[string]question, error) {
	if known, found := c.questionnaires.Load(c.who.Tenant + id); found {
		return known.(map[string]question), nil
	}
	var read document
	c.row(c.run("questionnaire_document", id), nil, nil, nil, &read, nil)
	if err := c.trip(); err != nil {
		return nil, err
	}
	known := read.questions()
	c.questionnaires.Store(c.who.Tenant+id, known)
	return known, nil
}

type plan struct {
	Measure *string `json:"measure" validate:"omitempty,max=2000"`
	Owner   *string `json:"owner" validate:"omitempty,max=200"`
	DueOn   *string `json:"due_on" validate:"omitempty,datetime=2006-01-02"`
}

// value is what an answer to a question with three states says; the other types of question are not written here.
type value struct {
	Answer *string `json:"answer" validate:"omitempty,min=1,max=32"`
	Plan   *plan   `json:"plan"`
	Reason *string `json:"reason" validate:"omitempty,max=2000"`
}

type answerInput struct {
	value
	Type    *string `json:"type" validate:"omitempty,eq=three_state"`
	Comment *string `json:"comment" validate:"omitempty,max=4000"`
}

var words = map[string]string{"done": "done", "○": "done", "in_progress": "in_progress", "△": "in_progress",
	"not_done": "not_done", "×": "not_done", "not_applicable": "not_applicable", "N/A": "not_applicable"}

func (v *value) fits(asked question) bool {
	if v.Plan != nil && *v.Plan == (plan{}) {
		v.Plan = nil
	}
	if v.Answer == nil {
		return v.Plan == nil
	}
	word, known := words[*v.Answer]
	v.Answer = &word
	return known && (word != "not_applicable" || asked.NaAllowed) &&
		(v.Plan == nil || word == "in_progress" || word == "not_done")
}

type answer struct {
	Code     *string `json:"code"`
	Type     *string `json:"type"`
	Revision *int    `json:"revision"`
	value
	Channel    *string         `json:"channel"`
	Comment    *string         `json:"comment"`
	AnsweredAt *string         `json:"answered_at"`
	AnsweredBy *string         `json:"answered_by"`
	UpdatedAt  *string         `json:"updated_at"`
	UpdatedBy  *string         `json:"updated_by"`
	Prefilled  *bool           `json:"prefilled"`
	Confirmed  *bool           `json:"confirmed"`
	Evidence   string          `json:"evidence"`
	Review     json.RawMessage `json:"review"`
}

func (a *answer) counts() int {
	if a.Answer != nil && (!*a.Prefilled || *a.Confirmed) {
		return 1
	}
	return 0
}

type response struct {
	id, state, supplier, questionnaire string
	revision                           int64
	floor, answered, required, total   int
	open                               []string
}

// opened is what the transaction reads of a response that it locked: where it stands, and one answer.
type opened struct {
	response response
	stored   answer
	body     []byte
}

func (c *change) open(id, code string, body []byte) (*opened, error) {
	var said *value
	o := &opened{}
	r, a := &o.response, &o.stored
	c.row(c.run("response_lock", id, nil, nil), &r.id)
	c.row(c.run("answer_open", id, nil, code, string(body), nil), &r.id, &r.revision, &r.state, &r.supplier, &r.questionnaire,
		&r.floor, &r.open, &r.answered, &r.required, &r.total, &o.body, &a.Code, nil, &a.Revision, &a.Type, &said,
		&a.Review, &a.Channel, &a.Comment, &a.AnsweredAt, &a.AnsweredBy, &a.UpdatedAt, &a.UpdatedBy, &a.Prefilled, &a.Confirmed)
	if err := c.trip(); err != nil {
		return nil, err
	}
	if a.Code == nil {
		kind, channel, none, no, yes := "three_state", "online", 0, false, false
		*a = answer{Code: &code, Type: &kind, Revision: &none, Channel: &channel, Prefilled: &no, Confirmed: &yes}
	}
	if said != nil {
		a.value = *said
	}
	a.Evidence = "self"
	return o, nil
}

// renewed is the stored answer with what was sent in its place: a new value makes it young and drops a judgement of the old one.
func (c *change) renewed(stored *answer, sent *answerInput, floor int) answer {
	next, now, revision, no, yes, online := *stored, c.now.Format(instant), *stored.Revision+1, false, true, "online"
	if *stored.Revision == 0 {
		revision = floor + 1
	}
	if !reflect.DeepEqual(stored.value, sent.value) || !*stored.Confirmed {
		next.value, next.Prefilled, next.Review, next.AnsweredAt, next.AnsweredBy = sent.value, &no, nil, &now, &c.who.Subject
	}
	next.Comment, next.Channel, next.Confirmed = sent.Comment, &online, &yes
	next.Revision, next.UpdatedAt, next.UpdatedBy = &revision, &now, &c.who.Subject
	return next
}

func (c *change) save(o *opened, next *answer, position int) {
	r, stored := &o.response, &o.stored
	c.run("response_saved", r.id, "in_progress", r.answered+next.counts()-stored.counts(), r.required, r.total, r.floor, nil, c.now)
	c.run("answer_save", r.id, text([]map[string]any{{"code": next.Code, "position": position, "type": next.Type,
		"revision": next.Revision, "value": next.value, "review": next.Review, "channel": next.Channel, "comment": next.Comment,
		"answered_at": next.AnsweredAt, "answered_by": next.AnsweredBy, "prefilled": next.Prefilled, "confirmed": next.Confirmed}}),
		c.now, c.who.Subject, "saved")
	told := event{resource: "response", id: r.id, revision: r.revision + 1, supplier: r.supplier, public: []string{"state", *next.Code}}
	if r.state != "in_progress" {
		told.kind, told.changes = "response.started", map[string]any{"state": []string{r.state, "in_progress"}}
		c.tell(told)
	}
	told.kind, told.changes = "answer.saved", map[string]any{*next.Code: []*int{stored.Revision, next.Revision}}
	c.tell(told)
}

// stale compares what the client saw with what is stored: If-Match, or If-None-Match: * for none.
func stale(r *http.Request, revision int) error {
	seen, etag := r.Header.Get("If-Match"), strconv.Quote(strconv.Itoa(revision))
	switch {
	case seen == "" && r.Header.Get("If-None-Match") == "*" && revision == 0, seen == "*", seen == etag:
		return nil
	case seen == "" && r.Header.Get("If-None-Match") == "":
		return problem(http.StatusPreconditionRequired)
	}
	return problem(http.StatusPreconditionFailed)
}

func (s *service) readAnswer(body []byte, asked question) (*answerInput, error) {
	sent := &answerInput{}
	if decodeStrictly(body, sent) != nil || s.check.Struct(sent) != nil || asked.Type != "three_state" || !sent.fits(asked) {
		return nil, problem(http.StatusUnprocessableEntity)
	}
	return sent, nil
}

func (c *change) put(r *http.Request, o *opened) (answer, error) {
	questions, err := c.questions(o.response.questionnaire)
	if err != nil {
		return o.stored, err
	}
	asked, found := questions[*o.stored.Code]
	if !found {
		return o.stored, problem(http.StatusNotFound)
	}
	sent, err := c.readAnswer(o.body, asked)
	if err != nil {
		return o.stored, err
	}
	if err = stale(r, *o.stored.Revision); err != nil {
		return o.stored, err
	}
	if !slices.Contains([]string{"requested", "in_progress", "returned"}, o.response.state) ||
		o.response.open != nil && !slices.Contains(o.response.open, asked.Code) {
		return o.stored, problem(http.StatusConflict)
	}
	next := c.renewed(&o.stored, sent, o.response.floor)
	if reflect.DeepEqual(o.stored.value, next.value) && *o.stored.Confirmed && !differ(o.stored.Comment, next.Comment) &&
		*o.stored.Channel == *next.Channel {
		return o.stored, nil
	}
	c.save(o, &next, asked.position)
	return next, nil
}

func (s *service) putAnswer(r *http.Request, who *claims) (reply, error) {
	var saved answer
	body, err := readJSON(r)
	if err != nil {
		return reply{}, err
	}
	if err = stale(r, 0); err == problem(http.StatusPreconditionRequired) {
		return reply{}, err
	}
	err = s.inTransaction(r, who, func(c *change) error {
		o, err := c.open(r.PathValue("id"), r.PathValue("code"), body)
		if err != nil {
			return err
		}
		saved, err = c.put(r, o)
		return err
	})
	if err != nil {
		return reply{}, err
	}
	return reply{body: &saved, etag: fmt.Sprint(*saved.Revision)}, nil
}
