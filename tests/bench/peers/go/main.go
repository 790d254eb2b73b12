// Four requests of the service as a good user of Go's standard library, pgx and validator would write them:
// a pool, prepared statements, row-level security, what needs no answer sent with what does, a token verified
// once and kept while it lives, a line of JSON for each request. tests/bench/peers.py measures the service
// against it. The statements are the service's own.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/go-playground/validator/v10"
	"github.com/golang-jwt/jwt/v5"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const bodyMax = 1 << 20

type service struct {
	pool           *pgxpool.Pool
	gate           gate
	statements     map[string]string
	check          *validator.Validate
	questionnaires sync.Map
}

// problem is a refusal: its status.
type problem int

func (p problem) Error() string { return http.StatusText(int(p)) }

type reply struct {
	body       any
	etag, link string
}

type handler func(r *http.Request, who *claims) (reply, error)

func statusOf(err error) int {
	var refused problem
	switch {
	case errors.As(err, &refused):
		return int(refused)
	case errors.Is(err, pgx.ErrNoRows):
		return http.StatusNotFound
	}
	return http.StatusServiceUnavailable
}

func fail(w http.ResponseWriter, err error) (int, int) {
	status := statusOf(err)
	if status >= http.StatusInternalServerError {
		slog.Error("failed", "error", err)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "title": http.StatusText(status)})
	return status, 0
}

func readJSON(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, problem(http.StatusRequestEntityTooLarge)
	}
	if !json.Valid(body) {
		return nil, problem(http.StatusBadRequest)
	}
	return body, nil
}

func decodeStrictly(body []byte, value any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	return decoder.Decode(value)
}

func send(w http.ResponseWriter, r *http.Request, found reply) (int, int) {
	body, err := json.Marshal(found.body)
	if err != nil {
		return fail(w, err)
	}
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	if found.etag != "" {
		head.Set("ETag", `"`+found.etag+`"`)
	}
	if found.link != "" {
		head.Set("Link", "<"+found.link+`>; rel="next"`)
	}
	if r.Method == http.MethodGet && found.etag != "" && r.Header.Get("If-None-Match") == head.Get("ETag") {
		w.WriteHeader(http.StatusNotModified)
		return http.StatusNotModified, 0
	}
	head.Set("Content-Type", "application/json; charset=utf-8")
	head.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
	return http.StatusOK, len(body)
}

func (s *service) answer(w http.ResponseWriter, r *http.Request, scope string, work handler, who *claims) (int, int) {
	known, err := s.gate.check(r.Header.Get("Authorization"))
	if err != nil {
		return fail(w, problem(http.StatusUnauthorized))
	}
	*who = *known
	if !known.may(scope) {
		return fail(w, problem(http.StatusForbidden))
	}
	r.Body = http.MaxBytesReader(w, r.Body, bodyMax)
	// What was begun is finished when the client is gone: a cancelled statement would cost its connection.
	found, err := work(r.WithContext(context.WithoutCancel(r.Context())), known)
	if err != nil {
		return fail(w, err)
	}
	return send(w, r, found)
}

func (s *service) handle(scope string, work handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		begin, who := time.Now(), claims{}
		status, bytes := s.answer(w, r, scope, work, &who)
		slog.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method),
			slog.String("route", r.Pattern), slog.Int("status", status),
			slog.Int64("duration_us", time.Since(begin).Microseconds()), slog.Int("bytes", bytes),
			slog.String("tenant", who.Tenant), slog.String("sub", who.Subject), slog.String("ip", r.RemoteAddr))
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		slog.Error("start", "error", err)
		os.Exit(1)
	}
	return value
}

// PEER_LISTEN, PEER_KEY and PEER_STATEMENTS (files) and PGHOST, PGUSER, PGDATABASE say what to serve, and where.
func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	config := must(pgxpool.ParseConfig(""))
	config.MaxConns = 16
	s := &service{pool: must(pgxpool.NewWithConfig(context.Background(), config)), check: validator.New()}
	must(0, json.Unmarshal(must(os.ReadFile(os.Getenv("PEER_STATEMENTS"))), &s.statements))
	s.gate = gate{key: must(jwt.ParseRSAPublicKeyFromPEM(must(os.ReadFile(os.Getenv("PEER_KEY"))))), tokens: map[string]*claims{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/suppliers", s.handle("suppliers:read", s.listSuppliers))
	mux.HandleFunc("GET /v1/suppliers/{id}", s.handle("suppliers:read", s.getSupplier))
	mux.HandleFunc("PUT /v1/suppliers/by-external-id/{source}/{external_id}", s.handle("suppliers:write", s.putSupplier))
	mux.HandleFunc("PUT /v1/responses/{id}/answers/{code}", s.handle("responses:write", s.putAnswer))
	server := &http.Server{Addr: os.Getenv("PEER_LISTEN"), Handler: mux, ReadHeaderTimeout: 30 * time.Second}
	must(0, server.ListenAndServe())
}
