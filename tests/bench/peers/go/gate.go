package main

import (
	"crypto/rsa"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

type claims struct {
	jwt.RegisteredClaims
	Tenant string `json:"tenant"`
	Scope  string `json:"scope"`
}

func (c *claims) may(scope string) bool {
	return strings.Contains(" "+c.Scope+" ", " "+scope+" ")
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
