#include "compute.h"

#include "threads.h"

void piece_at(leakyrelu_piece *piece, const cursor *at, int is_cheap)
{
    piece->start = (size_t) at->start;
    piece->threads = threads_for(is_cheap, at->length, at->n);
}
