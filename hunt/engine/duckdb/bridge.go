//go:build cgo

package duckdb

/*
#include "bridge.h"
*/
import "C"

import (
	"encoding/json"
	"errors"
	"unsafe"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/cdata"
	duck "github.com/duckdb/duckdb-go-bindings"
)

// A cArray is one Arrow array in C memory, as exported; a cConverter is what DuckDB learnt about one Arrow column.
type (
	cArray     = C.struct_ArrowArray
	cConverter = unsafe.Pointer
)

// The layouts that bridge.h declares are those of Arrow's Go package, and a handle of DuckDB's is one pointer: these
// lines do not compile otherwise.
var (
	_ [unsafe.Sizeof(cdata.CArrowArray{})]byte  = [unsafe.Sizeof(cArray{})]byte{}
	_ [unsafe.Sizeof(cdata.CArrowSchema{})]byte = [C.sizeof_struct_ArrowSchema]byte{}
	_ [unsafe.Sizeof(duck.DataChunk{})]byte     = [unsafe.Sizeof(uintptr(0))]byte{}
	_ [unsafe.Sizeof(duck.LogicalType{})]byte   = [unsafe.Sizeof(uintptr(0))]byte{}
	_ [unsafe.Sizeof(duck.Connection{})]byte    = [unsafe.Sizeof(uintptr(0))]byte{}
	_ [unsafe.Sizeof(duck.ErrorData{})]byte     = [unsafe.Sizeof(uintptr(0))]byte{}
)

// outSchema is the Arrow schema of DuckDB columns.
func outSchema(opts duck.ArrowOptions, types []duck.LogicalType, names []string) (*arrow.Schema, error) {
	cTypes, cNames := cPointers(len(types)), cPointers(len(types))
	defer C.free(unsafe.Pointer(&cTypes[0]))
	defer freeStrings(cNames)
	for i, t := range types {
		cTypes[i], cNames[i] = t.Ptr, unsafe.Pointer(C.CString(names[i]))
	}
	schema := (*C.struct_ArrowSchema)(C.calloc(1, C.sizeof_struct_ArrowSchema))
	defer C.free(unsafe.Pointer(schema))
	failed := C.duckdb_to_arrow_schema(opts.Ptr, &cTypes[0], (**C.char)(unsafe.Pointer(&cNames[0])), C.uint64_t(len(types)), schema)
	if err := taken(failed); err != nil {
		return nil, err
	}
	given, err := cdata.ImportCArrowSchema((*cdata.CArrowSchema)(unsafe.Pointer(schema)))
	if err != nil {
		return nil, err
	}
	return usualSchema(given), nil
}

// outRecord is a chunk as an Arrow record in C memory; the caller releases it.
func outRecord(opts duck.ArrowOptions, chunk duck.DataChunk, schema *arrow.Schema) (arrow.Record, error) {
	var arr cArray
	if err := taken(C.duckdb_data_chunk_to_arrow(opts.Ptr, chunk.Ptr, &arr)); err != nil {
		return nil, err
	}
	return cdata.ImportCRecordBatchWithSchema((*cdata.CArrowArray)(unsafe.Pointer(&arr)), schema)
}

// converter asks DuckDB how it will read one Arrow field. The caller ends it with freeConverter.
func converter(conn duck.Connection, field arrow.Field) (cConverter, error) {
	schema := (*C.struct_ArrowSchema)(C.calloc(1, C.sizeof_struct_ArrowSchema))
	defer C.free(unsafe.Pointer(schema))
	cSchema := (*cdata.CArrowSchema)(unsafe.Pointer(schema))
	cdata.ExportArrowSchema(arrow.NewSchema([]arrow.Field{field}, nil), cSchema)
	defer cdata.ReleaseCArrowSchema(cSchema)
	var conv cConverter
	err := taken(C.duckdb_schema_from_arrow(conn.Ptr, schema, &conv))
	return conv, err
}

func freeConverter(conv cConverter) { C.duckdb_destroy_arrow_converted_schema(&conv) }

// pieceChunk shows length rows of a column from offset on to DuckDB, without a copy where it can.
func pieceChunk(conn duck.Connection, column *cArray, offset, length int64, conv cConverter) (duck.DataChunk, error) {
	var chunk duck.DataChunk
	err := taken(C.piece_to_chunk(conn.Ptr, column, C.int64_t(offset), C.int64_t(length), conv, &chunk.Ptr))
	return chunk, err
}

// exported puts each array into C memory; freeArrays gives it back. Their buffers stay where they are.
func exported(arrays []arrow.Array) []cArray {
	if len(arrays) == 0 {
		return nil
	}
	out := unsafe.Slice((*cArray)(C.calloc(C.size_t(len(arrays)), C.sizeof_struct_ArrowArray)), len(arrays))
	for i, a := range arrays {
		cdata.ExportArrowArray(a, (*cdata.CArrowArray)(unsafe.Pointer(&out[i])), nil)
	}
	return out
}

func freeArrays(arrays []cArray) {
	if len(arrays) == 0 {
		return
	}
	for i := range arrays {
		cdata.ReleaseCArrowArray((*cdata.CArrowArray)(unsafe.Pointer(&arrays[i])))
	}
	C.free(unsafe.Pointer(&arrays[0]))
}

// emptyColumn is a column of that type without rows.
func emptyColumn(t arrow.DataType) arrow.Array {
	return array.MakeArrayOfNull(allocator, t, 0)
}

// taken turns DuckDB's error data into an error and frees it.
func taken(data unsafe.Pointer) error {
	e := duck.ErrorData{Ptr: data}
	defer duck.DestroyErrorData(&e)
	if data == nil || !duck.ErrorDataHasError(e) {
		return nil
	}
	return errors.New(plain(duck.ErrorDataMessage(e)))
}

// plain takes the message out of the JSON in which DuckDB's conversions wrap it.
func plain(message string) string {
	var wrapped struct {
		Type    string `json:"exception_type"`
		Message string `json:"exception_message"`
	}
	if json.Unmarshal([]byte(message), &wrapped) != nil || wrapped.Message == "" {
		return message
	}
	return wrapped.Type + ": " + wrapped.Message
}

func cPointers(n int) []unsafe.Pointer {
	return unsafe.Slice((*unsafe.Pointer)(C.calloc(C.size_t(n), C.size_t(unsafe.Sizeof(uintptr(0))))), n)
}

func freeStrings(list []unsafe.Pointer) {
	for _, s := range list {
		C.free(s)
	}
	C.free(unsafe.Pointer(&list[0]))
}
