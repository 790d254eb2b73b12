// The read of a supplier as a good user of Go's standard library and pgx would write it: a pool, prepared
// statements, one pipeline for the tenant and the row, row-level security, a token verified once and kept
// while it lives, a line of JSON for each request. tests/bench/peers.py measures the service against it.
package main

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
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

type supplier struct {
	ID              string          `json:"id"`
	Revision        int64           `json:"revision"`
	Status          string          `json:"status"`
	Name            string          `json:"name"`
	NameKana        *string         `json:"name_kana"`
	CorporateNumber *string         `json:"corporate_number"`
	Country         *string         `json:"country"`
	Kind            *string         `json:"kind"`
	Website         *string         `json:"website"`
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
	NextReviewOn    *time.Time      `json:"next_review_on"`
	CreatedAt       time.Time       `json:"created_at"`
	UpdatedAt       time.Time       `json:"updated_at"`
	ArchivedAt      *time.Time      `json:"archived_at"`
	ETag            string          `json:"-"`
}

// fields are the places of the columns of the statement, in its order.
func (s *supplier) fields() []any {
	r := &s.Risk
	return []any{&s.ID, &s.Revision, &s.Status, &s.Name, &s.NameKana, &s.CorporateNumber, &s.Country, &s.Kind,
		&s.Website, &s.Tags, &s.Owner, &s.Contacts, &s.ExternalIDs, &s.Addresses, &s.Services, &s.Attributes,
		&s.Profile, &s.Tier, &s.RecommendedStar, &r.AssessmentStatus, &r.Band, &r.BandReason, &r.ComputedBand,
		&r.Score, &r.Likelihood, &r.Business, &r.Software, &r.Service, &r.Impact, &r.Inherent, &r.Projected, &r.Confidence, &r.ConfidenceLabel,
		&r.ScoreID, &r.AsOf, &r.TierProvisional, &r.ProfileMissing, &r.Chain, &s.NextReviewOn, &s.CreatedAt, &s.UpdatedAt,
		&s.ArchivedAt, &s.ETag}
}

type claims struct {
	jwt.RegisteredClaims
	Tenant string `json:"tenant"`
	Scope  string `json:"scope"`
}

const tokensMax = 4096

// gate remembers what it verified until it expires.
type gate struct {
	key    *rsa.PublicKey
	lock   sync.RWMutex
	tokens map[string]*claims
}

func (g *gate) check(header string) (*claims, error) {
	token, found := strings.CutPrefix(header, "Bearer ")
	if !found {
		return nil, errors.New("no token")
	}
	g.lock.RLock()
	known := g.tokens[token]
	g.lock.RUnlock()
	if known != nil && time.Now().Before(known.ExpiresAt.Time) {
		return known, nil
	}
	read := &claims{}
	_, err := jwt.ParseWithClaims(token, read, func(*jwt.Token) (any, error) { return g.key, nil },
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithExpirationRequired(), jwt.WithIssuer("renkei"), jwt.WithAudience("renkei-api"))
	if err != nil {
		return nil, err
	}
	g.lock.Lock()
	defer g.lock.Unlock()
	if len(g.tokens) >= tokensMax {
		clear(g.tokens)
	}
	g.tokens[strings.Clone(token)] = read
	return read, nil
}

type service struct {
	pool      *pgxpool.Pool
	gate      gate
	statement string
}

func (s *service) find(ctx context.Context, tenant, id string) (*supplier, error) {
	found := &supplier{}
	batch := &pgx.Batch{} // until its one sync a pipeline is one transaction
	batch.Queue("select set_config('app.tenant_id', $1, true)", tenant)
	batch.Queue(s.statement, tenant, id).QueryRow(func(row pgx.Row) error { return row.Scan(found.fields()...) })
	return found, s.pool.SendBatch(ctx, batch).Close()
}

func fail(w http.ResponseWriter, status int) int {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "title": http.StatusText(status)})
	return status
}

func (s *service) answer(w http.ResponseWriter, r *http.Request, who **claims) (int, int) {
	read, err := s.gate.check(r.Header.Get("Authorization"))
	if err != nil {
		return fail(w, http.StatusUnauthorized), 0
	}
	*who = read
	if !strings.Contains(" "+read.Scope+" ", " suppliers:read ") {
		return fail(w, http.StatusForbidden), 0
	}
	found, err := s.find(r.Context(), read.Tenant, r.PathValue("id"))
	if errors.Is(err, pgx.ErrNoRows) {
		return fail(w, http.StatusNotFound), 0
	}
	if err != nil {
		return fail(w, http.StatusServiceUnavailable), 0
	}
	body, err := json.Marshal(found)
	if err != nil {
		return fail(w, http.StatusInternalServerError), 0
	}
	etag := `"` + found.ETag + `"`
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", "no-store")
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return http.StatusNotModified, 0
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
	return http.StatusOK, len(body)
}

func (s *service) get(w http.ResponseWriter, r *http.Request) {
	begin, who := time.Now(), &claims{}
	status, bytes := s.answer(w, r, &who)
	slog.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method),
		slog.String("route", "/v1/suppliers/{id}"), slog.Int("status", status),
		slog.Int64("duration_us", time.Since(begin).Microseconds()), slog.Int("bytes", bytes),
		slog.String("tenant", who.Tenant), slog.String("sub", who.Subject), slog.String("ip", r.RemoteAddr))
}

func must[T any](value T, err error) T {
	if err != nil {
		slog.Error("start", "error", err)
		os.Exit(1)
	}
	return value
}

// PEER_LISTEN, PEER_KEY (a file), PEER_STATEMENT (the text) and PGHOST, PGUSER, PGDATABASE say what to serve, and where.
func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	config := must(pgxpool.ParseConfig(""))
	config.MaxConns = 16
	s := &service{pool: must(pgxpool.NewWithConfig(context.Background(), config)), statement: os.Getenv("PEER_STATEMENT")}
	s.gate = gate{key: must(jwt.ParseRSAPublicKeyFromPEM(must(os.ReadFile(os.Getenv("PEER_KEY"))))), tokens: map[string]*claims{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/suppliers/{id}", s.get)
	server := &http.Server{Addr: os.Getenv("PEER_LISTEN"), Handler: mux, ReadHeaderTimeout: 30 * time.Second}
	must(0, server.ListenAndServe())
}
