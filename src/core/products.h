/* Products and sums of gradients that are right wherever the result is a number, though one on the way to it may be too
 * large or too small for a double: any but the derivative, which is one of the factors. */
#ifndef LEAKYRELU_PRODUCTS_H
#define LEAKYRELU_PRODUCTS_H

#include <stddef.h>

/* product[i] = grad[i] weight[i]; a missing grad wins over a missing weight. Says whether one of the products, but for
 * those with 0, is not a normal number. */
int lrelu_products(const double *grad, const double *weight, double *product, size_t n);

/* Whether the product is not what a third factor can be multiplied with: it has lost digits, or over- or underflowed,
 * or it is that of an infinite number; but neither factor is missing. */
int lrelu_product_is_lost(double grad, double weight, double product);

/* a b c, rounded once, to 0.5 + 2^-50 ulp; 0 where one of them is 0. None of them is missing. */
double lrelu_product_of_three(double a, double b, double c);

/* y[i] += added[i]; a missing y wins over a missing term. Says whether one of the sums is not finite. */
int lrelu_sums(const double *added, double *y, size_t n);

/* a b + c d for finite numbers; the rounding errors of the products are not lost. */
double lrelu_sum_of_products(double a, double b, double c, double d);

#endif
