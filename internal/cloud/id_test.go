package cloud_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"regexp"
	"sync"
	"testing"
	"testing/iotest"

	"sesame/internal/cloud"
)

func TestIDs(t *testing.T) {
	ids := cloud.NewIDs(rand.Reader)
	for _, c := range []struct{ kind, region, want string }{
		{cloud.KindImage, "cn-hangzhou", `^m-bp1[0-9a-z]{17}$`},
		{cloud.KindSnapshot, "cn-beijing", `^s-2ze[0-9a-z]{17}$`},
		{cloud.KindInstance, "somewhere", `^i-[0-9a-z]{20}$`},
	} {
		if got := ids.New(c.kind, c.region); !regexp.MustCompile(c.want).MatchString(got) {
			t.Errorf("%s of %s: %s", c.kind, c.region, got)
		}
	}
	uuid := regexp.MustCompile(`^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$`)
	if got := ids.RequestID(); !uuid.MatchString(got) {
		t.Errorf("request id %s", got)
	}
}

func TestIDsAreDifferent(t *testing.T) {
	ids := cloud.NewIDs(rand.Reader)
	var mu sync.Mutex
	seen := map[string]bool{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 500 {
				id, request := ids.New(cloud.KindImage, "cn-hangzhou"), ids.RequestID()
				mu.Lock()
				if seen[id] || seen[request] {
					t.Errorf("%s or %s twice", id, request)
				}
				seen[id], seen[request] = true, true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

func TestIDsOfOneSourceAreTheSame(t *testing.T) {
	source := bytes.Repeat([]byte("0123456789abcdef"), 200)
	a, b := cloud.NewIDs(bytes.NewReader(source)), cloud.NewIDs(bytes.NewReader(source))
	for range 20 {
		if x, y := a.New("m", "r")+a.RequestID(), b.New("m", "r")+b.RequestID(); x != y || a.Uint64() != b.Uint64() {
			t.Fatalf("%s, %s", x, y)
		}
	}
}

func TestIDsOfABrokenSource(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an identifier without chance")
		}
	}()
	cloud.NewIDs(iotest.ErrReader(errors.New("broken"))).RequestID()
}
