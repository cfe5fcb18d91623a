package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"sesame/internal/store"
)

// growsByDesign are the tables that keep what was done, and the tokens of 24 hours.
var growsByDesign = []string{"events", "seals", "removed", "client_tokens"}

// sample is what was seen at the end of a window, in the order of soakSeries.
type sample struct {
	at     time.Duration // since the pace was kept
	values []float64
}

// sampler looks at a server and at its folder.
type sampler struct {
	server *process
	folder string
	took   *window

	at  time.Time
	cpu time.Duration
}

const mebi = 1 << 20

// look ends a window.
func (s *sampler) look(ctx context.Context) ([]float64, error) {
	now, cpu, took := time.Now(), s.server.cpu(), s.took.take()
	elapsed, spent := now.Sub(s.at), cpu-s.cpu
	s.at, s.cpu = now, cpu
	page, err := s.metrics(ctx)
	if err != nil {
		return nil, err
	}
	log, err := os.Stat(filepath.Join(s.folder, "sesame.db-wal"))
	if err != nil {
		return nil, err
	}
	tables, err := store.CountRows(ctx, s.folder, growsByDesign...)
	if err != nil {
		return nil, err
	}
	rows := 0
	for _, n := range tables {
		rows += n
	}
	l := loadOf(took)
	return []float64{
		page["process_resident_memory_anon_bytes"] / mebi,
		page["go_memstats_next_gc_bytes"] / mebi,
		page["go_goroutines"],
		page["process_open_fds"],
		float64(log.Size()) / mebi,
		float64(rows),
		micros(spent) / float64(max(1, len(took))),
		l.p50.Seconds() * 1000,
		l.p99.Seconds() * 1000,
		float64(len(took)) / elapsed.Seconds(),
		page["process_resident_memory_bytes"] / mebi,
		page["sesame_store_bytes"] / mebi,
	}, nil
}

// metrics reads the figures without labels of the server's own page.
func (s *sampler) metrics(ctx context.Context) (map[string]float64, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.server.address+"/_sesame/metrics", nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	page := map[string]float64{}
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if f, err := strconv.ParseFloat(value, 64); err == nil {
			page[name] = f
		}
	}
	return page, lines.Err()
}

// writeSamples writes all samples, those of the warm-up too.
func writeSamples(file string, samples []sample) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := writeCSV(f, samples); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

func writeCSV(out io.Writer, samples []sample) error {
	w := csv.NewWriter(out)
	head := []string{"seconds"}
	for _, s := range soakSeries {
		head = append(head, s.name)
	}
	_ = w.Write(head) // an error is kept until Flush
	for _, s := range samples {
		line := []string{fmt.Sprintf("%.1f", s.at.Seconds())}
		for _, v := range s.values {
			line = append(line, strconv.FormatFloat(v, 'f', 3, 64))
		}
		_ = w.Write(line)
	}
	w.Flush()
	return w.Error()
}
