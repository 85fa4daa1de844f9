/* Questions that R itself answers: what R/messages.R and R/kinds.R have functions for. */
#ifndef LEAKYRELU_ASK_H
#define LEAKYRELU_ASK_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>

/* The value of function(about), or of function(about, more) where `more` is not NULL; not protected. Its arguments need
 * not be. */
SEXP ask_for(const char *function, SEXP about, SEXP more);

/* The same where that is a string, which lives until the .Call ends. */
const char *ask(const char *function, SEXP about, SEXP more);

#endif
