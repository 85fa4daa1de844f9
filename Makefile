# `make` lists the targets. Each one sets up what it lacks (see tools/setup) and then does its work; everything
# that they make lies in .Rlib/, check/ and output/, and `make clean` removes it.

.DEFAULT_GOAL := help
.SUFFIXES:
.NOTPARALLEL:
.PHONY: help demo test digest lib bits exactness floats fuzz check lint vectorised sanitize platforms cluster
.PHONY: docs site bench clean

# The project's own library comes first, so that what was just built is what runs.
export R_LIBS := $(CURDIR)/.Rlib$(if $(R_LIBS),:$(R_LIBS))

# Directories are listed too: theirs is the date that changes when a file is deleted.
parts := $(wildcard DESCRIPTION NAMESPACE LICENSE R src inst man data)
sources := $(shell find $(parts) ! -name '*.o' ! -name '*.so' ! -name '*.dll')
installed := .Rlib/.installed

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(installed) ## a first look at what the package does
	@Rscript tools/demo.R

test: $(installed) ## run all tests against the installed package
	@tools/setup packages || { tools/setup packages testthat && \
	  echo 'Tests that need one of the missing packages will be skipped.' >&2; }
	@NOT_CRAN=true Rscript tools/test.R

digest: $(installed) ## compare a digest of all results with the one on record
	@Rscript tools/digest.R

lib: ## build a library for C without R, into output/, and try it (CC=, CFLAGS=)
	@CC='$(CC)' $(if $(CFLAGS),CFLAGS='$(CFLAGS)') tools/lib

bits: ## compare the kernels' bits between compilers and processors, on Debian (NAMES= picks some)
	@tools/bits/run $(NAMES)

exactness: ## measure the errors of all results against MPFR, and compare vector units
	@tools/exactness/run

floats: ## count over all 2^32 floats which results are not correctly rounded (NAMES= picks some)
	@tools/exactness/floats $(NAMES)

fuzz: $(installed) ## random calls held against what the help says (N=10000 SEED=1; ONLY= shows one call)
	@N='$(N)' SEED='$(SEED)' ONLY='$(ONLY)' Rscript tools/fuzz.R

check: ## R CMD check, as CRAN does it
	@tools/setup r
	@tools/setup packages
	@tools/setup tool pandoc
	-@tools/setup tool tidy qpdf
	@Rscript tools/check.R

lint: ## check the style of R and C, the length of lines and the spelling of the texts
	@tools/lint

vectorised: ## check that gcc has vectorised each loop that is marked so
	@tools/vectorised

sanitize: ## look for faults of memory and of threads, on Linux
	@tools/sanitize

platforms: ## test on other releases of R and architectures, as root on Debian (NAMES= picks; DIGEST=1: no tests)
	@tools/platforms $(if $(DIGEST),--digest) $(NAMES)

cluster: $(installed) ## compute in jobs of a Slurm cluster that it starts on this machine, as root on Debian
	@tools/cluster

docs: $(installed) ## write NAMESPACE, man/, inst/CITATION and the tables of README.md
	@tools/setup packages roxygen2
	@Rscript tools/docs.R

site: $(installed) ## build the web site into output/site (needs pkgdown, pandoc)
	@tools/setup packages || echo 'Pages that need one of the missing packages will show no results.' >&2
	@tools/setup packages pkgdown
	@tools/setup tool pandoc
	@tools/setup tool chromium || true
	@Rscript tools/site/build.R
	@Rscript tools/site/check.R

bench: $(installed) ## measure the speed (BASE=path of another checkout: and race its core)
	-@tools/setup packages float Matrix HDF5Array rmarkdown
	-@tools/setup tool pandoc
	-@tools/setup python numpy torch
	@BASE='$(BASE)' Rscript bench/bench.R

clean: ## remove everything that make has made
	rm -rf .Rlib check output
	find src -name '*.o' -exec rm -f {} + -o -name '*.so' -exec rm -f {} +

# A copy is compiled, so that no object file is left in src/, and none that lies there is taken.
$(installed): $(sources)
	@tools/setup r
	@for name in $(basename $(notdir $(wildcard src/core/activations/*.c))); do \
	  grep -q "core/activations/$$name[.]o" src/Makevars || \
	  { echo "src/Makevars must have core/activations/$$name.o among its OBJECTS." >&2; exit 1; }; done
	@rm -rf .Rlib/.build && mkdir -p .Rlib/.build && cp -R $(parts) .Rlib/.build
	@find .Rlib/.build/src \( -name '*.o' -o -name '*.so' -o -name '*.dll' \) -exec rm -f {} +
	MAKEFLAGS=-j2 R CMD INSTALL --library=.Rlib .Rlib/.build
	@rm -rf .Rlib/.build
	@touch $@
