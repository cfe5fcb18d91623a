package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// postgres is a database that is made when the first row needs it.
type postgres struct {
	cluster string // address of a database in which others may be created; "" where there is none
	name    string // of ours
	dsn     string
	fsync   string
}

// seedOnce gives the address of the database, filled with so many images.
func (p *postgres) seedOnce(images int) (dsn string, err error) {
	if p.dsn != "" {
		return p.dsn, nil
	}
	u, err := url.Parse(p.cluster)
	if err != nil {
		return "", err
	}
	name := "bench_" + strings.ToLower(rand.Text())
	if err := p.ask("CREATE DATABASE "+name+" ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0", nil); err != nil {
		return "", err
	}
	u.Path = "/" + name
	p.name, p.dsn = name, u.String()
	if err := p.ask("SHOW fsync", &p.fsync); err != nil {
		return "", err
	}
	return p.dsn, seedImages(p.dsn, images)
}

// cpu is the processor time of the processes that the database has now; zero where they are not of
// this machine.
func (p *postgres) cpu() (sum time.Duration, err error) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, p.cluster)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	rows, err := conn.Query(ctx, "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
	if err != nil {
		return 0, err
	}
	var pid int
	_, err = pgx.ForEachRow(rows, []any{&pid}, func() error {
		if name, used := cpuOf(pid); name == "postgres" {
			sum += used
		}
		return nil
	})
	return sum, err
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
	if p.name == "" {
		return nil
	}
	return p.ask("DROP DATABASE "+p.name+" WITH (FORCE)", nil)
}

// ask runs one statement in the cluster, and reads one value unless answer is nil.
func (p *postgres) ask(statement string, answer *string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, p.cluster)
	if err != nil {
		return err
	}
	if answer == nil {
		_, err = conn.Exec(ctx, statement)
	} else {
		err = conn.QueryRow(ctx, statement).Scan(answer)
	}
	return errors.Join(err, conn.Close(ctx))
}
