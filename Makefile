# One command per job; CONTRIBUTING.md says when to use which. JOBS=N limits parallel work.
export JOBS ?= $(shell nproc)

help:      ## this list
	@sed -n 's/^\([a-z-]*\): *## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16
run:       ## build, then start a throw-away server on port 4566 (ARGS='--data DIR' keeps its data)
	@tools/setup build && tools/build release angarium && build/release/src/cli/angarium dev $(ARGS)
test:      ## build everything, then every test: unit, then end to end
	@tools/setup build test && tools/build release && tools/run_tests release
build:     ## the release build, tests included
	@tools/setup build && tools/build release
test-asan: ## every test under the address and undefined-behaviour sanitizers
	@tools/setup build test sanitize && tools/build asan && tools/run_tests asan
test-tsan: ## every test under the thread sanitizer
	@tools/setup build test sanitize && tools/build tsan && tools/run_tests tsan
lint:      ## style, layers and bans; clang-format and clang-tidy on what changed
	@tools/setup build lint && tools/lint
format:    ## clang-format what changed
	@tools/setup lint && tools/format
bench:     ## micro benchmarks and load scenarios, one JSON line each
	@tools/setup build test bench && tools/bench
fuzz:      ## each fuzz target for FUZZ_SECONDS (60)
	@tools/setup build sanitize && tools/fuzz
package:   ## a .deb and a tarball, in build/packages
	@tools/setup build package && tools/build release angarium && tools/build portable angarium \
	  && tools/package
check-package: ## install the .deb in a fresh Debian 12, upgrade, remove, purge; as root
	@$(MAKE) --no-print-directory package && tools/setup test clean-machine && tools/check_package
clean:     ## remove build/
	rm -rf build

.PHONY: help run test build test-asan test-tsan lint format bench fuzz package check-package clean
