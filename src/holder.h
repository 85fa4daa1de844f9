/* Objects that hold numbers of a type that R does not have, in a slot: float32 of package float, float16 and bfloat16
 * of R/float16.R. */
#ifndef LEAKYRELU_HOLDER_H
#define LEAKYRELU_HOLDER_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>

/* A class of such objects, of which there are no subclasses here. */
typedef struct {
    const char *name, *package, *slot;
    SEXPTYPE vector; /* of the slot */
    int type;        /* a leakyrelu_type */
    size_t size;     /* bytes a number */
} holder_class;

/* The class of an object, or NULL. */
const holder_class *holder_class_of(SEXP object);

/* The number of its numbers; where they lie, to be read; and the same of what holder_like() made, to be written. */
R_xlen_t holder_length(const holder_class *of, SEXP object);
const void *holder_memory(const holder_class *of, SEXP object);
void *holder_place(const holder_class *of, SEXP object);

/* Whether its slots fit each other. */
int holder_is_valid(const holder_class *of, SEXP object);

/* What dim() gives; the caller protects it. */
SEXP holder_dim(const holder_class *of, SEXP object);

/* Gives a vector of that length the object's dimensions and names. */
void holder_shape(const holder_class *of, SEXP object, SEXP vector);

/* An object like this one, with new memory for its numbers; the caller protects it. */
SEXP holder_like(const holder_class *of, SEXP object);

#endif
