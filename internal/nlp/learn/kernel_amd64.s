//go:build amd64

#include "textflag.h"

// The kernels add a·b to c, where a is a block of rows with any strides, b is a
// panel of 16 columns, one row after the other, and c is row-major. Strides are
// in bytes. Accumulators live in registers for the whole loop over k.

#define ZERO2(A, B) \
	VXORPS A, A, A \
	VXORPS B, B, B

#define FMA2(S, A, B) \
	VFMADD231PS Y0, S, A \
	VFMADD231PS Y1, S, B

#define ADDROW(P, A, B) \
	VADDPS (P), A, A \
	VADDPS 32(P), B, B \
	VMOVUPS A, (P) \
	VMOVUPS B, 32(P)

#define ARGS \
	MOVQ k+0(FP), CX \
	MOVQ a+8(FP), SI \
	MOVQ am+16(FP), R8 \
	MOVQ ak+24(FP), R9 \
	MOVQ b+32(FP), DI \
	MOVQ c+40(FP), DX \
	MOVQ ldc+48(FP), R10

// func kernel6(k int, a *float32, am, ak int, b, c *float32, ldc int)
TEXT ·kernel6(SB), NOSPLIT, $0-56
	ARGS
	LEAQ (SI)(R8*2), R11
	ADDQ R8, R11
	ZERO2(Y4, Y5)
	ZERO2(Y6, Y7)
	ZERO2(Y8, Y9)
	ZERO2(Y10, Y11)
	ZERO2(Y12, Y13)
	ZERO2(Y14, Y15)
loop6:
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VBROADCASTSS (SI), Y2
	VBROADCASTSS (SI)(R8*1), Y3
	FMA2(Y2, Y4, Y5)
	FMA2(Y3, Y6, Y7)
	VBROADCASTSS (SI)(R8*2), Y2
	VBROADCASTSS (R11), Y3
	FMA2(Y2, Y8, Y9)
	FMA2(Y3, Y10, Y11)
	VBROADCASTSS (R11)(R8*1), Y2
	VBROADCASTSS (R11)(R8*2), Y3
	FMA2(Y2, Y12, Y13)
	FMA2(Y3, Y14, Y15)
	ADDQ R9, SI
	ADDQ R9, R11
	ADDQ $64, DI
	DECQ CX
	JNZ loop6
	ADDROW(DX, Y4, Y5)
	ADDQ R10, DX
	ADDROW(DX, Y6, Y7)
	ADDQ R10, DX
	ADDROW(DX, Y8, Y9)
	ADDQ R10, DX
	ADDROW(DX, Y10, Y11)
	ADDQ R10, DX
	ADDROW(DX, Y12, Y13)
	ADDQ R10, DX
	ADDROW(DX, Y14, Y15)
	VZEROUPPER
	RET

// func kernel3(k int, a *float32, am, ak int, b, c *float32, ldc int)
TEXT ·kernel3(SB), NOSPLIT, $0-56
	ARGS
	ZERO2(Y4, Y5)
	ZERO2(Y6, Y7)
	ZERO2(Y8, Y9)
loop3:
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VBROADCASTSS (SI), Y2
	VBROADCASTSS (SI)(R8*1), Y3
	FMA2(Y2, Y4, Y5)
	FMA2(Y3, Y6, Y7)
	VBROADCASTSS (SI)(R8*2), Y2
	FMA2(Y2, Y8, Y9)
	ADDQ R9, SI
	ADDQ $64, DI
	DECQ CX
	JNZ loop3
	ADDROW(DX, Y4, Y5)
	ADDQ R10, DX
	ADDROW(DX, Y6, Y7)
	ADDQ R10, DX
	ADDROW(DX, Y8, Y9)
	VZEROUPPER
	RET

// func kernel1(k int, a *float32, am, ak int, b, c *float32, ldc int)
TEXT ·kernel1(SB), NOSPLIT, $0-56
	ARGS
	ZERO2(Y4, Y5)
	ZERO2(Y6, Y7)
	SUBQ $2, CX
	JLT tail1
loop1:
	VBROADCASTSS (SI), Y2
	VBROADCASTSS (SI)(R9*1), Y3
	VFMADD231PS (DI), Y2, Y4
	VFMADD231PS 32(DI), Y2, Y5
	VFMADD231PS 64(DI), Y3, Y6
	VFMADD231PS 96(DI), Y3, Y7
	LEAQ (SI)(R9*2), SI
	ADDQ $128, DI
	SUBQ $2, CX
	JGE loop1
tail1:
	CMPQ CX, $-1
	JNE done1
	VBROADCASTSS (SI), Y2
	VFMADD231PS (DI), Y2, Y4
	VFMADD231PS 32(DI), Y2, Y5
done1:
	VADDPS Y6, Y4, Y4
	VADDPS Y7, Y5, Y5
	ADDROW(DX, Y4, Y5)
	VZEROUPPER
	RET

// func axpyAVX2(n int, a float32, x, y *float32): y += a·x, n a multiple of 8
TEXT ·axpyAVX2(SB), NOSPLIT, $0-32
	MOVQ n+0(FP), CX
	VBROADCASTSS a+8(FP), Y0
	MOVQ x+16(FP), SI
	MOVQ y+24(FP), DI
axpyloop:
	SUBQ $8, CX
	JLT axpydone
	VMOVUPS (DI), Y1
	VFMADD231PS (SI), Y0, Y1
	VMOVUPS Y1, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	JMP axpyloop
axpydone:
	VZEROUPPER
	RET

// func dotAVX2(n int, x, y *float32) float32, n a multiple of 8
TEXT ·dotAVX2(SB), NOSPLIT, $0-28
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DI
	ZERO2(Y0, Y1)
dotloop:
	SUBQ $16, CX
	JLT dottail
	VMOVUPS (SI), Y2
	VMOVUPS 32(SI), Y3
	VFMADD231PS (DI), Y2, Y0
	VFMADD231PS 32(DI), Y3, Y1
	ADDQ $64, SI
	ADDQ $64, DI
	JMP dotloop
dottail:
	CMPQ CX, $-8
	JNE dotdone
	VMOVUPS (SI), Y2
	VFMADD231PS (DI), Y2, Y0
dotdone:
	VADDPS Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPS X1, X0, X0
	VHADDPS X0, X0, X0
	VHADDPS X0, X0, X0
	VMOVSS X0, ret+24(FP)
	VZEROUPPER
	RET

// Coefficients of the rational approximation of tanh, see tanh in plain.go.
DATA tanhc<>+0(SB)/4, $7.9
DATA tanhc<>+4(SB)/4, $-7.9
DATA tanhc<>+8(SB)/4, $-2.76076847742355e-16
DATA tanhc<>+12(SB)/4, $2.00018790482477e-13
DATA tanhc<>+16(SB)/4, $-8.60467152213735e-11
DATA tanhc<>+20(SB)/4, $5.12229709037114e-08
DATA tanhc<>+24(SB)/4, $1.48572235717979e-05
DATA tanhc<>+28(SB)/4, $6.37261928875436e-04
DATA tanhc<>+32(SB)/4, $4.89352455891786e-03
DATA tanhc<>+36(SB)/4, $1.19825839466702e-06
DATA tanhc<>+40(SB)/4, $1.18534705686654e-04
DATA tanhc<>+44(SB)/4, $2.26843463243900e-03
DATA tanhc<>+48(SB)/4, $4.89352518554385e-03
GLOBL tanhc<>(SB), RODATA, $52

// STEP makes P = P·x² + coefficient, with x² in Y1.
#define STEP(P, OFF) \
	VBROADCASTSS OFF(R8), Y4 \
	VFMADD213PS Y4, Y1, P

// TANH8 makes tanh of Y0 in Y0.
#define TANH8 \
	VBROADCASTSS 0(R8), Y4 \
	VMINPS Y4, Y0, Y0 \
	VBROADCASTSS 4(R8), Y4 \
	VMAXPS Y4, Y0, Y0 \
	VMULPS Y0, Y0, Y1 \
	VBROADCASTSS 8(R8), Y2 \
	STEP(Y2, 12) \
	STEP(Y2, 16) \
	STEP(Y2, 20) \
	STEP(Y2, 24) \
	STEP(Y2, 28) \
	STEP(Y2, 32) \
	VMULPS Y0, Y2, Y2 \
	VBROADCASTSS 36(R8), Y3 \
	STEP(Y3, 40) \
	STEP(Y3, 44) \
	STEP(Y3, 48) \
	VDIVPS Y3, Y2, Y0

// func tanhAVX2(n int, x *float32), n a multiple of 8
TEXT ·tanhAVX2(SB), NOSPLIT, $0-16
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
	LEAQ tanhc<>(SB), R8
tanhloop:
	SUBQ $8, CX
	JLT tanhdone
	VMOVUPS (SI), Y0
	TANH8
	VMOVUPS Y0, (SI)
	ADDQ $32, SI
	JMP tanhloop
tanhdone:
	VZEROUPPER
	RET

DATA half<>+0(SB)/4, $0.5
GLOBL half<>(SB), RODATA, $4

// func sigmoidAVX2(n int, x *float32), n a multiple of 8
TEXT ·sigmoidAVX2(SB), NOSPLIT, $0-16
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
	LEAQ tanhc<>(SB), R8
	VBROADCASTSS half<>(SB), Y5
sigmoidloop:
	SUBQ $8, CX
	JLT sigmoiddone
	VMULPS (SI), Y5, Y0
	TANH8
	VFMADD213PS Y5, Y5, Y0
	VMOVUPS Y0, (SI)
	ADDQ $32, SI
	JMP sigmoidloop
sigmoiddone:
	VZEROUPPER
	RET

// func adamAVX2(n int, w, m, v, grad *float32, p *[6]float32), n a multiple of 8
//
// p is β1, 1-β1, β2, 1-β2, learning rate, ε.
TEXT ·adamAVX2(SB), NOSPLIT, $0-48
	MOVQ n+0(FP), CX
	MOVQ w+8(FP), DI
	MOVQ m+16(FP), R8
	MOVQ v+24(FP), R9
	MOVQ grad+32(FP), R10
	MOVQ p+40(FP), R11
	VBROADCASTSS 0(R11), Y10
	VBROADCASTSS 4(R11), Y11
	VBROADCASTSS 8(R11), Y12
	VBROADCASTSS 12(R11), Y13
	VBROADCASTSS 16(R11), Y14
	VBROADCASTSS 20(R11), Y15
adamloop:
	SUBQ $8, CX
	JLT adamdone
	VMOVUPS (R10), Y0
	VMULPS (R8), Y10, Y1
	VFMADD231PS Y0, Y11, Y1
	VMOVUPS Y1, (R8)
	VMULPS Y0, Y0, Y0
	VMULPS (R9), Y12, Y2
	VFMADD231PS Y0, Y13, Y2
	VMOVUPS Y2, (R9)
	VSQRTPS Y2, Y2
	VADDPS Y15, Y2, Y2
	VDIVPS Y2, Y1, Y1
	VMOVUPS (DI), Y3
	VFNMADD231PS Y1, Y14, Y3
	VMOVUPS Y3, (DI)
	ADDQ $32, DI
	ADDQ $32, R8
	ADDQ $32, R9
	ADDQ $32, R10
	JMP adamloop
adamdone:
	VZEROUPPER
	RET
