//go:build cgo

package duckdb

/*
#include "bridge.h"
static void unbuffer(void) { setvbuf(stdout, NULL, _IONBF, 0); setvbuf(stderr, NULL, _IONBF, 0); }
*/
import "C"

// Unbuffer makes the C library write stdout and stderr at once, so that what C code prints comes in order with
// what Go prints. It is for the start of the program, before anything is printed.
func Unbuffer() { C.unbuffer() }
