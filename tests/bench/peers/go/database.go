package main

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const setTenant = "select set_config('app.tenant_id', $1, true)"

func (s *service) queue(batch *pgx.Batch, tenant, name string, values ...any) *pgx.QueuedQuery {
	return batch.Queue(s.statements[name], append([]any{tenant}, values...)...)
}

// read is one trip: until its one sync a pipeline is one transaction.
func (s *service) read(ctx context.Context, tenant, name string, take func(pgx.Rows) error, values ...any) error {
	batch := &pgx.Batch{}
	batch.Queue(setTenant, tenant)
	s.queue(batch, tenant, name, values...).Query(take)
	return s.pool.SendBatch(ctx, batch).Close()
}

// change is a transaction of a tenant; what is queued travels with the next trip.
type change struct {
	*service
	ctx     context.Context
	who     *claims
	request string
	now     time.Time
	conn    *pgxpool.Conn
	batch   *pgx.Batch
}

func (c *change) run(name string, values ...any) *pgx.QueuedQuery {
	return c.queue(c.batch, c.who.Tenant, name, values...)
}

func (c *change) trip() error {
	batch := c.batch
	c.batch = &pgx.Batch{}
	return c.conn.SendBatch(c.ctx, batch).Close()
}

func (c *change) row(query *pgx.QueuedQuery, places ...any) {
	query.QueryRow(func(row pgx.Row) error { return row.Scan(places...) })
}

// inTransaction commits with what `work` left in the queue.
func (s *service) inTransaction(r *http.Request, who *claims, work func(*change) error) error {
	conn, err := s.pool.Acquire(r.Context())
	if err != nil {
		return err
	}
	defer conn.Release()
	c := &change{service: s, ctx: r.Context(), who: who, request: uuid.NewString(), now: time.Now().UTC().Truncate(time.Microsecond),
		conn: conn, batch: &pgx.Batch{}}
	c.batch.Queue("begin")
	c.batch.Queue(setTenant, who.Tenant)
	if err = work(c); err == nil {
		c.batch.Queue("commit")
		err = c.trip()
	}
	if err != nil {
		_, _ = conn.Exec(r.Context(), "rollback")
	}
	return err
}
