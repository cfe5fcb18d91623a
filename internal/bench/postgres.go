package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"sesame/internal/pgtest"
)

// postgres is a database that is made when the first row needs it.
type postgres struct {
	cluster string // "" where there is none
	dsn     string
	fsync   string
	remove  func() error
}

// seedOnce gives the address of the database, filled with so many images.
func (p *postgres) seedOnce(images int) (dsn string, err error) {
	if p.dsn != "" {
		return p.dsn, nil
	}
	if p.dsn, p.remove, err = pgtest.Create(p.cluster); err != nil {
		return "", err
	}
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, p.dsn)
	if err != nil {
		return "", err
	}
	err = errors.Join(conn.QueryRow(ctx, "SHOW fsync").Scan(&p.fsync), conn.Close(ctx))
	if err != nil {
		return "", err
	}
	return p.dsn, seedImages(p.dsn, images)
}

// warn tells when nothing was durable that says so.
func (p *postgres) warn() error {
	if p.fsync == "" || p.fsync == "on" {
		return nil
	}
	_, err := fmt.Printf("PostgreSQL runs with fsync=%s: NOTHING ON IT WAS DURABLE (SESAME_TEST_POSTGRES_FSYNC=on)\n", p.fsync)
	return err
}

func (p *postgres) drop() error {
	if p.remove == nil {
		return nil
	}
	return p.remove()
}
