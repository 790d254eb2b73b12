package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
)

const instant = "2006-01-02T15:04:05.000000Z"

type event struct {
	kind, resource, id string
	revision           int64
	supplier           string
	changes            map[string]any
	public             []string // members of the changes that are no person's data
}

type commitment struct {
	SHA256 string `json:"sha256"`
}

type actor struct {
	Kind string     `json:"kind"`
	Sub  commitment `json:"sub"`
}

type resource struct {
	ID       string `json:"id"`
	Revision int64  `json:"revision"`
	Type     string `json:"type"`
}

// eventBody is hashed as it is written: its members are sorted (RFC 8785).
type eventBody struct {
	Actor      actor          `json:"actor"`
	Changes    map[string]any `json:"changes"`
	ID         string         `json:"id"`
	OccurredAt string         `json:"occurred_at"`
	RequestID  string         `json:"request_id"`
	Resource   resource       `json:"resource"`
	Seq        int            `json:"seq"`
	SupplierID string         `json:"supplier_id"`
	Type       string         `json:"type"`
}

func text(value any) string {
	var written strings.Builder
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // of strings, numbers and maps of them
	return strings.TrimSuffix(written.String(), "\n")
}

// hidden are the values that a body commits itself to: [place, salt, value].
type hidden [][3]any

func (h *hidden) hide(place string, value any) commitment {
	salt, written := make([]byte, 16), text(value)
	_, _ = rand.Read(salt)
	sum := sha256.Sum256(append(salt, written...))
	*h = append(*h, [3]any{place, hex.EncodeToString(salt), json.RawMessage(written)})
	return commitment{hex.EncodeToString(sum[:])}
}

// tell queues the event as the next of the tenant's chain, whose row is held until the commit: it comes last.
func (c *change) tell(e event) {
	var values hidden
	id := uuid.Must(uuid.NewV7()).String()
	body := eventBody{Actor: actor{"user", values.hide("/actor/sub", c.who.Subject)}, ID: id, OccurredAt: c.now.Format(instant),
		RequestID: c.request, Resource: resource{e.id, e.revision, e.resource}, SupplierID: e.supplier, Type: e.kind}
	for _, name := range slices.Sorted(maps.Keys(e.changes)) {
		if !slices.Contains(e.public, name) {
			e.changes[name] = values.hide("/changes/"+name, e.changes[name])
		}
	}
	body.Changes = e.changes
	head, tail, _ := strings.Cut(text(body), `"seq":0`)
	c.run("event_append", id, e.kind, head+`"seq":`, tail, text(values), c.now)
}
