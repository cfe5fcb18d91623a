package sign

import (
	"slices"
	"testing"
)

func BenchmarkV1(b *testing.B) { benchmark(b, "v1-go-sdk-post-query") }

func BenchmarkV1Unsorted(b *testing.B) { benchmark(b, "v1-npm-ecs-signaturealgorithm-v2") }

func BenchmarkV3(b *testing.B) { benchmark(b, "v3-go-sdk-post-query") }

func BenchmarkV3OddKey(b *testing.B) { benchmark(b, "v3-go-sdk-get-odd-key") }

// benchmark measures Parse and Verify of a recorded request; its parameters are decoded
// before, as they are for the server.
func benchmark(b *testing.B, id string) {
	r := readVector(b, id)
	all := params(nil).gather(r.Query)
	r.Query = func(yield func(string, string) bool) {
		slices.Values(all)(func(p param) bool { return yield(p.key, p.value) })
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := admit(r, testSecret); err != nil {
			b.Fatal(err)
		}
	}
}
