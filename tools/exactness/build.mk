# Compiles src/core as R would, with tools/exactness/*.c, into $(build); only what has changed since.
core := $(wildcard src/core/*.c src/core/activations/*.c)
own := $(addprefix tools/exactness/,exactness.c points.c profile.c reference.c tally.c)
objects := $(patsubst %.c,$(build)/%.o,$(core) $(own))

$(build)/exactness: $(objects)
	$(CC) -pthread -o $@ $^ -lmpfr -lgmp -lm

$(build)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) -std=gnu11 $(CFLAGS) -fpic -pthread -fvisibility=hidden -Isrc -Iinst/include -MMD -c -o $@ $<

-include $(objects:.o=.d)
