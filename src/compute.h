/* The piece of a call where the cursor is. */
#ifndef LEAKYRELU_COMPUTE_H
#define LEAKYRELU_COMPUTE_H

#include "cursor.h"

/* Sets where it starts, and by how many threads it is done; its mask stays. */
void piece_at(leakyrelu_piece *piece, const cursor *at, int is_cheap);

#endif
