/* Made by tools/fit_coefficients.py; change that file, not this one. */
#ifndef LEAKYRELU_CONSTANTS_H
#define LEAKYRELU_CONSTANTS_H

#define ONE_OVER_LN2 0x1.71547652b82fep+0
#define LN2_HIGH 0x1.62e42fefa3800p-1
#define LN2_LOW 0x1.ef35793c76730p-45

/* X + X_LOW is the sum of two doubles. */
#define ONE_OVER_SQRT_2PI 0x1.9884533d43651p-2
#define ONE_OVER_SQRT_2PI_LOW -0x1.cbc0d30ebfd15p-56

/* gelu_tanh: 2 u = x (a + b x^2), a = 2 sqrt(2/pi), whose head has 26 bits, b = 0.044715 a */
#define GELU_TANH_A 0x1.9884533d43651p+0
#define GELU_TANH_A_HEAD 0x1.9884530000000p+0
#define GELU_TANH_A_REST 0x1.ea1b284687e5ap-27
#define GELU_TANH_B 0x1.2444f2a4d8b4bp-4
#define GELU_TANH_B_LOW -0x1.6c843a29d1c70p-61
#define GELU_TANH_3B 0x1.b6676bf7450f0p-3
#define GELU_TANH_3B_LOW 0x1.bba7351828aabp-57

/* selu: lambda, lambda alpha */
#define SELU_LAMBDA 0x1.0cfabd6a91132p+0
#define SELU_LAMBDA_ALPHA 0x1.c212cc640f031p+0
#define SELU_LAMBDA_ALPHA_LOW 0x1.05161b045a1fep-56

/* expm1(r) = r + r^2/2 + r^3 q(r), |r| <= ln(2)/2: relative error 2^-58.49 */
static const double EXPM1_Q[10] = {
    0x1.5555555555556p-3,  0x1.5555555555555p-5,  0x1.11111111109b1p-7,  0x1.6c16c16c167e0p-10, 0x1.a01a01a7c5d00p-13,
    0x1.a01a01a47bfdap-16, 0x1.71de0da7cb47ap-19, 0x1.27e4e1f0c0996p-22, 0x1.af38b95ff4cbdp-26, 0x1.1f66e8758facdp-29};

/* Phi(-t) exp(t^2/2) (t + 5/4) = S(u), u = (t - 6)/(t + 6), 0 <= t <= 39: relative error 2^-55.45 */
static const double NORMAL_TAIL_S[23] = {
    0x1.e0ebefe9f17c5p-2,   -0x1.da6ad6bba10bbp-4,  0x1.0f70653512446p-4,   -0x1.97240570c0099p-6,
    -0x1.fb7095f9f935ap-10, 0x1.c524a6d1c94f3p-7,   -0x1.ec29325fb5688p-7,  0x1.699a6e07efdb2p-7,
    -0x1.96ac494555707p-8,  0x1.5f92ccf9cb5f4p-9,   -0x1.aff62d9d4f057p-11, 0x1.011359919f853p-13,
    0x1.1209095accf9fp-15,  -0x1.a32097a5f84b4p-16, 0x1.301ca555574f4p-18,  0x1.aebbf7bcd88fdp-20,
    -0x1.04b07367c6db4p-20, 0x1.044ecb722c130p-26,  0x1.0f13488807761p-23,  -0x1.6c7fe212d2f23p-26,
    -0x1.fe9b0c92e2a12p-27, 0x1.a2f570f04b86dp-29,  0x1.a51c3e6aa47e8p-30};
#define NORMAL_TAIL_S_LOW -0x1.0c6d97144b542p-57

/* float kernels */
#define FLOAT_LN2 0x1.62e42fefa39efp-1

/* expm1(r) = r + r^2 q(r), |r| <= ln(2)/2: relative error 2^-48.33 */
static const double FLOAT_EXPM1_Q[9] = {0x1.0000000000000p-1,  0x1.5555555553b70p-3,  0x1.5555555554cb4p-5,
                                        0x1.1111111c4a0acp-7,  0x1.6c16c173919d3p-10, 0x1.a019ad96f855ap-13,
                                        0x1.a019c99d20574p-16, 0x1.72c73dd932925p-19, 0x1.28804c94061fcp-22};

/* Phi(-t) exp(t^2/2) (t + 5) = S(u), u = (t - 5)/(t + 5), 0 <= t <= 14.5: relative error 2^-50.16 */
static const double FLOAT_NORMAL_TAIL_S[18] = {0x1.89d3abe1f95b3p-1,   -0x1.54ad03f27ca24p-1,  0x1.fb316538761c1p-2,
                                               -0x1.410ed5f874d1fp-2,  0x1.51f6329f60b5cp-3,   -0x1.1b1c254cc4579p-4,
                                               0x1.54b4d4b557b5ep-6,   -0x1.88590f6bca06ep-9,  -0x1.a24fe539d3142p-11,
                                               0x1.1daf68ebc1053p-11,  -0x1.f23042f7f038cp-15, -0x1.a199636a3c400p-15,
                                               0x1.186ab6f7daaf3p-16,  0x1.1024b8d33b315p-18,  -0x1.75f888cbd53afp-19,
                                               -0x1.f2c96680d3335p-22, 0x1.8b649fd404ecap-22,  0x1.bd654f87556e4p-24};

#endif
