package store_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sesame/internal/pgtest"
	"sesame/internal/store"
)

// isCommit recognizes what ends a transaction.
func isCommit(query string) bool { return query == "commit" }

// every gives a judge that says v to every nth commit.
func every(n int64, v pgtest.Verdict) func(string) pgtest.Verdict {
	var commits atomic.Int64
	return func(query string) pgtest.Verdict {
		if isCommit(query) && commits.Add(1)%n == 0 {
			return v
		}
		return pgtest.Pass
	}
}

// TestConnectionCutInCommit cuts connections before and after commits arrive: each change is
// made once, and acknowledged.
func TestConnectionCutInCommit(t *testing.T) {
	for name, v := range map[string]pgtest.Verdict{"lost": pgtest.Lose, "delivered": pgtest.Deliver} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := pgtest.DSN(t)
			p, through := pgtest.NewProxy(t, dsn, nil)
			w := &world{t: t, db: open(t, through), now: epoch}
			p.SetJudge(every(3, v))
			var wg sync.WaitGroup
			for n := range 4 {
				wg.Go(func() {
					for m := range 10 {
						id := fmt.Sprintf("m-%d-%d", n, m)
						o := w.withNonce(id)
						if err := w.db.Update(t.Context(), o, func(tx *store.Tx) error { return tx.CreateImage(sample(id)) }); err != nil {
							t.Errorf("%s: %v", id, err)
						}
						if err := w.db.Update(t.Context(), o, nothing); !errors.Is(err, store.ErrReplayed) {
							t.Errorf("%s again: %v, want ErrReplayed", id, err)
						}
					}
				})
			}
			wg.Wait()
			p.SetJudge(nil)
			for table, want := range map[string]int{"images": 40, "events": 40, "nonces": 40, "tags": 80} {
				same(t, table, want, w.rows(table))
			}
		})
	}
}

// TestCommitThatTakesItsTime: the connection is gone, and the database still at it. Nobody is
// told that the change was not made.
func TestCommitThatTakesItsTime(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DSN(t)
	p, through := pgtest.NewProxy(t, dsn, nil)
	w := &world{t: t, db: open(t, through), now: epoch}
	for _, statement := range []string{
		`CREATE FUNCTION dawdle() RETURNS trigger AS $$ BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$ LANGUAGE plpgsql`,
		`CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON images DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dawdle()`,
	} {
		if err := w.db.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	var once sync.Once
	p.SetJudge(func(query string) pgtest.Verdict {
		v := pgtest.Pass
		if isCommit(query) {
			once.Do(func() { v = pgtest.Deliver })
		}
		return v
	})
	begin := time.Now()
	w.create(sample("m-1"))
	if took := time.Since(begin); took < 400*time.Millisecond {
		t.Errorf("acknowledged after %v, before it was committed", took)
	}
	same(t, "events", 1, len(w.events("m-1")))
}

// A refusal is one also when the commit of its nonce is cut, and the nonce is remembered. In the trail it is once.
func TestConnectionCutInCommitOfARefusal(t *testing.T) {
	for name, v := range map[string]pgtest.Verdict{"lost": pgtest.Lose, "delivered": pgtest.Deliver} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, through := pgtest.NewProxy(t, pgtest.DSN(t), nil)
			w := &world{t: t, db: open(t, through), now: epoch}
			p.SetJudge(every(2, v))
			for n := range 4 {
				o := w.request()
				if n%2 == 1 {
					o.Request = nil // it leaves its nonce alone
				}
				err := w.db.Update(t.Context(), o, func(tx *store.Tx) error { return errors.Join(tx.CreateImage(sample("m-1")), errRefused) })
				if !errors.Is(err, errRefused) {
					t.Errorf("%v, want the refusal", err)
				}
				if err := w.db.Update(t.Context(), o, nothing); !errors.Is(err, store.ErrReplayed) {
					t.Errorf("again: %v, want ErrReplayed", err)
				}
			}
			p.SetJudge(nil)
			same(t, "images", 0, w.rows("images"))
			same(t, "events", 2, w.rows("events"))
		})
	}
}

// A migration whose commit is cut runs again, or was done.
func TestConnectionCutInMigration(t *testing.T) {
	for name, v := range map[string]pgtest.Verdict{"lost": pgtest.Lose, "delivered": pgtest.Deliver} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := pgtest.DSN(t)
			p, through := pgtest.NewProxy(t, dsn, nil)
			var first atomic.Bool
			p.SetJudge(func(query string) pgtest.Verdict {
				if isCommit(query) && first.CompareAndSwap(false, true) {
					return v
				}
				return pgtest.Pass
			})
			w := &world{t: t, db: open(t, through), now: epoch}
			w.create(sample("m-1"))
			same(t, "images", 1, (&world{t: t, db: open(t, dsn), now: epoch}).rows("images"))
		})
	}
}

// TestDatabaseAway: for a moment, it is waited for; for longer, calls are refused, with
// nothing done. It is told once, and once that it is back.
func TestDatabaseAway(t *testing.T) {
	t.Parallel()
	p, through := pgtest.NewProxy(t, pgtest.DSN(t), nil)
	db := open(t, through+"&retry_for=700ms")
	var told []error
	db.OnTrouble(func(err error) { told = append(told, err) })
	w := &world{t: t, db: db, now: epoch}
	w.create(sample("m-1"))

	p.CutAll(true)
	time.AfterFunc(150*time.Millisecond, func() { p.CutAll(false) })
	w.change("m-1", named("a moment"))
	same(t, "name", "a moment", w.image("m-1").Name)
	same(t, "told", 0, len(told))

	p.CutAll(true)
	begin := time.Now()
	for _, err := range []error{w.tryChange("m-1", named("never")), db.View(t.Context(), nothing), w.tryChange("m-1", named("never"))} {
		if !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "does not answer") {
			t.Errorf("%v, want ErrUnavailable", err)
		}
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("three calls that wait 700ms each took %v", took)
	}
	p.CutAll(false)
	w.change("m-1", named("back"))
	if len(told) != 2 || !errors.Is(told[0], store.ErrUnavailable) || told[1] != nil {
		t.Errorf("told %v, want the trouble and its end", told)
	}
	same(t, "changes", 3, len(w.events("m-1")))
}

// A commit whose outcome cannot be found out is not called one that was not made.
func TestCommitOfUnknownOutcome(t *testing.T) {
	t.Parallel()
	p, through := pgtest.NewProxy(t, pgtest.DSN(t), nil)
	w := &world{t: t, db: open(t, through+"&retry_for=300ms"), now: epoch}
	p.SetJudge(func(query string) pgtest.Verdict {
		if !isCommit(query) {
			return pgtest.Pass
		}
		go p.CutAll(true)
		return pgtest.Deliver
	})
	err := w.try(func(tx *store.Tx) error { return tx.CreateImage(sample("m-1")) })
	if !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "not known whether") {
		t.Errorf("%v, want that nobody knows", err)
	}
}

func TestSettingsOfConnections(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DSN(t)
	for about, c := range map[string]struct {
		more string
		most int32 // connections; 0: whatever pools usually have
		want map[string]string
	}{
		"usual": {"", 0, map[string]string{"statement_timeout": "10s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "10s", "application_name": "sesame"}},
		"own":   {"&statement_timeout=1234&application_name=mine&pool_max_conns=2", 2, map[string]string{"statement_timeout": "1234ms", "application_name": "mine", "lock_timeout": "5s"}},
	} {
		db := open(t, dsn+c.more)
		if most := store.MostConnections(db); c.most != 0 && most != c.most {
			t.Errorf("%s: up to %d connections, want %d", about, most, c.most)
		}
		for name, want := range c.want {
			got, err := db.Setting(t.Context(), "SHOW "+name)
			if got != want || err != nil {
				t.Errorf("%s: %s is %s (%v), want %s", about, name, got, err, want)
			}
		}
	}
	if _, err := store.Open(t.Context(), dsn+"&retry_for=soon"); err == nil || !strings.Contains(err.Error(), "retry_for=soon") {
		t.Errorf("%v, want a fault of retry_for", err)
	}
}

// A statement that takes too long, and a lock that is waited for in vain, give up.
func TestStatementTimeout(t *testing.T) {
	t.Parallel()
	db := open(t, pgtest.DSN(t)+"&statement_timeout=50")
	if _, err := db.Setting(t.Context(), "SELECT pg_sleep(5)"); !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "statement_timeout") {
		t.Errorf("%v, want ErrUnavailable for statement_timeout", err)
	}
	w := &world{t: t, db: db, now: epoch}
	w.create(sample("m-1"))

	for _, statement := range []string{
		`CREATE FUNCTION dawdle() RETURNS trigger AS $$ BEGIN PERFORM pg_sleep(5); RETURN NEW; END $$ LANGUAGE plpgsql`,
		`CREATE TRIGGER dawdle BEFORE INSERT ON images FOR EACH ROW EXECUTE FUNCTION dawdle()`,
	} {
		if err := db.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	o := w.request()
	create := func(tx *store.Tx) error { return tx.CreateImage(sample("m-2")) }
	if err := db.Update(t.Context(), o, create); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("%v, want ErrUnavailable", err)
	}
	same(t, "nonces", 0, w.rows("nonces"))
	if err := db.Exec(t.Context(), "DROP TRIGGER dawdle ON images"); err != nil {
		t.Fatal(err)
	}
	if err := db.Update(t.Context(), o, create); err != nil {
		t.Errorf("again: %v", err)
	}
}

// TestTLSToTheDatabase: with a certificate that is known the connection is encrypted; with
// any other there is none.
func TestTLSToTheDatabase(t *testing.T) {
	t.Parallel()
	certificate, file := newCertificate(t)
	_, other := newCertificate(t)
	_, through := pgtest.NewProxy(t, pgtest.DSN(t), &tls.Config{Certificates: []tls.Certificate{certificate}})
	address, _, _ := strings.Cut(through, "?")
	w := &world{t: t, db: open(t, address+"?sslmode=verify-full&sslrootcert="+file), now: epoch}
	w.create(sample("m-1"))
	if _, err := store.Open(t.Context(), address+"?sslmode=verify-full&sslrootcert="+other); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("%v, want a fault of the certificate", err)
	}
	if _, err := store.Open(t.Context(), address+"?sslmode=disable&connect_timeout=1"); err == nil {
		t.Error("a plain connection was taken")
	}
}

func newCertificate(t *testing.T) (c tls.Certificate, file string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}
