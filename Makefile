# The work itself is in scripts/; what is missing on a machine is said there, or installed.

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
TORTURE_CYCLES ?= 1000
SOAK_TIME ?= 1h
SOAK_CSV ?= soak.csv

.PHONY: all
all: check test ## check and test (what plain make does)

.PHONY: run
run: ## run the server with the embedded store and the demo accounts
	go run ./cmd/sesame serve --demo

.PHONY: build
build: ## build the static binary bin/sesame
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/sesame ./cmd/sesame

.PHONY: dist
dist: ## build what is released into dist/: static binaries for Linux and macOS, and checksums
	go run ./internal/dist -version $(VERSION)

.PHONY: test
test: ## all tests: Go on both databases with the race detector, a short fuzz, real clients
	scripts/with-postgres scripts/test

.PHONY: test-go
test-go: ## only the Go tests, on both databases with the race detector
	scripts/with-postgres scripts/test go

.PHONY: conformance
conformance: ## only the real clients of conformance/
	scripts/with-postgres scripts/test conformance

.PHONY: check
check: ## formatting, vet, linters, generated documents, known vulnerabilities, go.mod
	scripts/check

.PHONY: bench
bench: ## measure against a bare net/http server
	SESAME_TEST_POSTGRES_FSYNC=on scripts/with-postgres go run ./internal/bench

.PHONY: bench-million
bench-million: ## compare the filters of DescribeImages among 1,000 and 1,000,000 images
	go run ./internal/bench -million

.PHONY: fuzz
fuzz: export FUZZTIME ?= 10m
fuzz: ## fuzz each target for FUZZTIME (10m)
	scripts/with-postgres scripts/test fuzz

.PHONY: torture
torture: ## kill servers and databases, and lose power, TORTURE_CYCLES (1000) times, and look for lost writes
	TORTURE_CYCLES=$(TORTURE_CYCLES) scripts/with-postgres go test -count=1 -v -timeout 0 -run 'TestTorture|TestPowerLoss' ./internal/torture ./internal/store

.PHONY: soak
soak: ## look for SOAK_TIME (1h), at half of the peak, whether anything grows; samples in SOAK_CSV (soak.csv)
	go run ./internal/bench -soak $(SOAK_TIME) -soak-csv "$(SOAK_CSV)"

.PHONY: screenshots
screenshots: ## take the pictures of docs/images again, with Chromium
	mkdir -p docs/images
	cd conformance && npm ci --ignore-scripts --no-audit --no-fund && SCREENSHOTS="$(CURDIR)/docs/images" go test -count=1 -run TestBrowserPages .

.PHONY: docs
docs: ## write the generated documents again
	go run ./internal/docgen

.PHONY: clean
clean: ## remove what was built here
	rm -rf bin dist conformance/node_modules

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' Makefile
