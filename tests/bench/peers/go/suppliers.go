package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

type micro int64

func (m micro) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(m)/1e6, 'f', -1, 64), nil
}

type risk struct {
	AssessmentStatus string          `json:"assessment_status"`
	Band             *string         `json:"band"`
	BandReason       *string         `json:"band_reason"`
	ComputedBand     *string         `json:"computed_band"`
	Score            *micro          `json:"score"`
	Likelihood       *micro          `json:"likelihood"`
	Business         *micro          `json:"likelihood_business"`
	Software         *micro          `json:"likelihood_software"`
	Service          *micro          `json:"likelihood_service"`
	Impact           *micro          `json:"impact"`
	Inherent         *micro          `json:"inherent"`
	Projected        *micro          `json:"projected"`
	Confidence       *micro          `json:"confidence"`
	ConfidenceLabel  *string         `json:"confidence_label"`
	ScoreID          *string         `json:"score_id"`
	AsOf             *time.Time      `json:"as_of"`
	TierProvisional  *bool           `json:"tier_provisional"`
	ProfileMissing   json.RawMessage `json:"profile_missing"`
	Chain            json.RawMessage `json:"chain"`
}

// master is what other systems say of a supplier; contacts, addresses and services are not written here.
type master struct {
	Name            *string `json:"name" validate:"omitempty,min=1,max=200"`
	NameKana        *string `json:"name_kana" validate:"omitempty,min=1,max=200"`
	CorporateNumber *string `json:"corporate_number" validate:"omitempty,len=13,number"`
	Country         *string `json:"country" validate:"omitempty,iso3166_1_alpha2"`
	Kind            *string `json:"kind" validate:"omitempty,oneof=partner group_company subcontractor service_provider software_vendor individual"`
	Website         *string `json:"website" validate:"omitempty,max=500,http_url"`
}

type supplier struct {
	ID       string `json:"id"`
	Revision int64  `json:"revision"`
	Status   string `json:"status"`
	master
	Tags            json.RawMessage `json:"tags"`
	Owner           *string         `json:"owner"`
	Contacts        json.RawMessage `json:"contacts"`
	ExternalIDs     json.RawMessage `json:"external_ids"`
	Addresses       json.RawMessage `json:"addresses"`
	Services        json.RawMessage `json:"services"`
	Attributes      json.RawMessage `json:"attributes"`
	Profile         json.RawMessage `json:"profile"`
	Tier            *string         `json:"tier"`
	RecommendedStar *int32          `json:"recommended_star"`
	Risk            risk            `json:"risk"`
	NextReviewOn    *pgtype.Date    `json:"next_review_on"`
	CreatedAt       time.Time       `json:"created_at"`
	UpdatedAt       time.Time       `json:"updated_at"`
	ArchivedAt      *time.Time      `json:"archived_at"`
}

// places are those of the columns that every statement selects of a supplier, in their order, and of what follows.
func (s *supplier) places(more ...any) []any {
	r := &s.Risk
	return append([]any{&s.ID, &s.Revision, &s.Status, &s.Name, &s.NameKana, &s.CorporateNumber, &s.Country, &s.Kind,
		&s.Website, &s.Tags, &s.Owner, &s.Contacts, &s.ExternalIDs, &s.Addresses, &s.Services, &s.Attributes,
		&s.Profile, &s.Tier, &s.RecommendedStar, &r.AssessmentStatus, &r.Band, &r.BandReason, &r.ComputedBand,
		&r.Score, &r.Likelihood, &r.Business, &r.Software, &r.Service, &r.Impact, &r.Inherent, &r.Projected, &r.Confidence, &r.ConfidenceLabel,
		&r.ScoreID, &r.AsOf, &r.TierProvisional, &r.ProfileMissing, &r.Chain, &s.NextReviewOn, &s.CreatedAt, &s.UpdatedAt,
		&s.ArchivedAt}, more...)
}

func (s *service) getSupplier(r *http.Request, who *claims) (reply, error) {
	found, etag := &supplier{}, ""
	err := s.read(r.Context(), who.Tenant, "supplier_get", func(rows pgx.Rows) error {
		if !rows.Next() {
			return pgx.ErrNoRows
		}
		return rows.Scan(found.places(&etag)...)
	}, r.PathValue("id"))
	return reply{body: found, etag: etag}, err
}

// ---- a page ----

type paging struct {
	NextCursor *string `json:"next_cursor"`
	HasMore    bool    `json:"has_more"`
	Limit      int     `json:"limit"`
}

type page struct {
	Data []supplier `json:"data"`
	Page paging     `json:"page"`
}

// place is where a page begins: behind a row.
type place struct {
	value time.Time
	id    string
}

func (p place) cursor() *string {
	written := base64.RawURLEncoding.EncodeToString([]byte(p.id + "\n" + p.value.Format(time.RFC3339Nano)))
	return &written
}

func readPlace(cursor string) (value, id string, err error) {
	if cursor == "" {
		return "infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff", nil
	}
	written, err := base64.RawURLEncoding.DecodeString(cursor)
	id, value, found := strings.Cut(string(written), "\n")
	if err != nil || !found {
		return "", "", problem(http.StatusBadRequest)
	}
	return value, id, nil
}

func readLimit(text string) (int, error) {
	if text == "" {
		return 50, nil
	}
	limit, err := strconv.Atoi(text)
	if err != nil || limit < 1 || limit > 200 {
		return 0, problem(http.StatusBadRequest)
	}
	return limit, nil
}

func (s *service) listSuppliers(r *http.Request, who *claims) (reply, error) {
	query := r.URL.Query()
	value, id, err := readPlace(query.Get("cursor"))
	if err != nil {
		return reply{}, err
	}
	limit, err := readLimit(query.Get("limit"))
	if err != nil {
		return reply{}, err
	}
	found, last := page{Data: make([]supplier, 0, limit), Page: paging{Limit: limit}}, place{}
	err = s.read(r.Context(), who.Tenant, "supplier_list", func(rows pgx.Rows) error {
		for rows.Next() {
			if len(found.Data) == limit {
				found.Page.HasMore = true
				continue
			}
			found.Data = append(found.Data, supplier{})
			if err := rows.Scan(found.Data[len(found.Data)-1].places(nil, nil, &last.value, &last.id)...); err != nil {
				return err
			}
		}
		return rows.Err()
	}, false, nil, value, id, limit+1)
	if err != nil || !found.Page.HasMore {
		return reply{body: found}, err
	}
	found.Page.NextCursor = last.cursor()
	query.Set("cursor", *found.Page.NextCursor)
	return reply{body: found, link: (&url.URL{Path: r.URL.Path, RawQuery: query.Encode()}).String()}, nil
}

// ---- a supplier by the number of another system ----

// members of the master data by name: what a patch has, too, with null for what it takes away.
func (m *master) members() map[string]*string {
	return map[string]*string{"name": m.Name, "name_kana": m.NameKana, "corporate_number": m.CorporateNumber, "country": m.Country,
		"kind": m.Kind, "website": m.Website}
}

func differ(one, other *string) bool {
	return (one == nil) != (other == nil) || one != nil && *one != *other
}

type patch struct {
	body    []byte
	members map[string]*string
}

func (s *service) readPatch(r *http.Request) (patch, error) {
	var sent patch
	var fits master
	body, err := readJSON(r)
	if err != nil {
		return sent, err
	}
	sent.body = body
	if decodeStrictly(body, &fits) != nil || s.check.Struct(&fits) != nil || json.Unmarshal(body, &sent.members) != nil {
		return sent, problem(http.StatusUnprocessableEntity)
	}
	for _, name := range []string{"name", "country", "kind"} {
		if value, found := sent.members[name]; found && value == nil {
			return sent, problem(http.StatusUnprocessableEntity)
		}
	}
	return sent, nil
}

func (p *patch) changes(stored *supplier) bool {
	members := stored.members()
	for name, value := range p.members {
		if differ(value, members[name]) {
			return true
		}
	}
	return false
}

func changesOf(before, after *supplier) map[string]any {
	changes, old := map[string]any{}, before.members()
	for name, value := range after.members() {
		if differ(old[name], value) {
			changes[name] = []*string{old[name], value}
		}
	}
	return changes
}

type put struct {
	supplier
	Created bool `json:"created"`
	Changed bool `json:"changed"`
}

// write changes the supplier, which is locked, and reads it as it is then. The event's trip is the commit's.
func (p *patch) write(c *change, before *supplier, result *put, etag *string) error {
	ids := []string{before.ID}
	c.run("supplier_rows_update", ids, text([]map[string]any{{"id": before.ID, "body": json.RawMessage(p.body)}}), c.now)
	c.row(c.run("supplier_rows_get", ids), result.places(etag)...)
	if err := c.trip(); err != nil {
		return err
	}
	result.Changed = result.Revision > before.Revision
	if result.Changed {
		c.tell(event{kind: "supplier.updated", resource: "supplier", id: before.ID, revision: result.Revision, supplier: before.ID,
			changes: changesOf(before, &result.supplier), public: []string{"country", "kind"}})
	}
	return nil
}

// putSupplier updates; a number that nobody has is refused, which the service answers with a new supplier.
func (s *service) putSupplier(r *http.Request, who *claims) (reply, error) {
	var result put
	var etag string
	sent, err := s.readPatch(r)
	if err != nil {
		return reply{}, err
	}
	err = s.inTransaction(r, who, func(c *change) error {
		var silent bool
		c.row(c.run("supplier_get_by_external_id", r.PathValue("source"), r.PathValue("external_id")), result.places(&silent, &etag)...)
		if err := c.trip(); err != nil || silent || !sent.changes(&result.supplier) {
			return err
		}
		before := &supplier{}
		c.row(c.run("supplier_rows_lock", []string{result.ID}), before.places()...)
		if err := c.trip(); err != nil {
			return err
		}
		return sent.write(c, before, &result, &etag)
	})
	return reply{body: &result, etag: etag}, err
}
