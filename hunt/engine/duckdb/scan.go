//go:build cgo

package duckdb

/*
#include "bridge.h"
extern void gohunt_replace(void *info, char *name, void *tables);
extern void gohunt_bind(void *info);
extern void gohunt_init(void *info);
extern void gohunt_scan(void *info, void *chunk);
extern void gohunt_free_handle(void *cell);
*/
import "C"

import (
	"errors"
	"fmt"
	"sync/atomic"
	"unsafe"

	duck "github.com/duckdb/duckdb-go-bindings"
)

// scanFunction reads a registered table by its number. A name that is in no catalog is replaced by a call of it.
const scanFunction = "hunt_table"

// installScan tells DuckDB how to find and read registered tables.
func (db *DB) installScan() error {
	f := duck.CreateTableFunction()
	defer duck.DestroyTableFunction(&f)
	number := duck.CreateLogicalType(duck.TypeBigInt)
	defer duck.DestroyLogicalType(&number)
	duck.TableFunctionSetName(f, scanFunction)
	duck.TableFunctionAddParameter(f, number)
	duck.TableFunctionSetExtraInfo(f, handle(db.tables), C.gohunt_free_handle)
	duck.TableFunctionSetBind(f, C.gohunt_bind)
	duck.TableFunctionSetInit(f, C.gohunt_init)
	duck.TableFunctionSetFunction(f, C.gohunt_scan)
	duck.TableFunctionSupportsProjectionPushdown(f, true)
	if duck.RegisterTableFunction(db.bridge, f) != duck.StateSuccess {
		return errors.New("the table function was not taken")
	}
	duck.AddReplacementScan(db.db, C.gohunt_replace, handle(db.tables), C.gohunt_free_handle)
	return nil
}

//export gohunt_replace
func gohunt_replace(info unsafe.Pointer, name *C.char, extra unsafe.Pointer) {
	scan := duck.ReplacementScanInfo{Ptr: info}
	defer report(func(text string) { duck.ReplacementScanSetError(scan, text) })
	id := held[*tables](extra).find(C.GoString(name))
	if id == 0 {
		return
	}
	v := duck.CreateInt64(id)
	defer duck.DestroyValue(&v)
	duck.ReplacementScanSetFunctionName(scan, scanFunction)
	duck.ReplacementScanAddParameter(scan, v)
}

//export gohunt_bind
func gohunt_bind(ptr unsafe.Pointer) {
	info := duck.BindInfo{Ptr: ptr}
	defer report(func(text string) { duck.BindSetError(info, text) })
	v := duck.BindGetParameter(info, 0)
	defer duck.DestroyValue(&v)
	t := held[*tables](duck.BindGetExtraInfo(info)).get(duck.GetInt64(v))
	if t == nil {
		duck.BindSetError(info, "the table was dropped meanwhile")
		return
	}
	duck.BindSetBindData(info, handle(t), C.gohunt_free_handle)
	for _, c := range t.columns {
		duck.BindAddResultColumn(info, c.name, c.logical)
	}
	duck.BindSetCardinality(info, duck.IdxT(t.rows), true)
}

// scan is one reading of a table; several threads take pieces from it.
type scan struct {
	table   *table
	columns []int // by position in the chunk; -1: DuckDB wants only the number of rows
	next    atomic.Int64
}

func (*scan) release() {}

//export gohunt_init
func gohunt_init(ptr unsafe.Pointer) {
	info := duck.InitInfo{Ptr: ptr}
	defer report(func(text string) { duck.InitSetError(info, text) })
	s := &scan{table: held[*table](duck.InitGetBindData(info))}
	for i := range duck.InitGetColumnCount(info) {
		if err := s.want(duck.InitGetColumnIndex(info, i)); err != nil {
			duck.InitSetError(info, err.Error())
			return
		}
	}
	duck.InitSetMaxThreads(info, duck.IdxT(max(1, len(s.table.pieces))))
	duck.InitSetInitData(info, handle(s), C.gohunt_free_handle)
}

func (s *scan) want(index duck.IdxT) error {
	if index >= duck.IdxT(len(s.table.columns)) {
		s.columns = append(s.columns, -1)
		return nil
	}
	s.columns = append(s.columns, int(index))
	return s.table.ready(int(index))
}

//export gohunt_scan
func gohunt_scan(ptr, chunk unsafe.Pointer) {
	info := duck.FunctionInfo{Ptr: ptr}
	defer report(func(text string) { duck.FunctionSetError(info, text) })
	if err := held[*scan](duck.FunctionGetInitData(info)).fill(duck.DataChunk{Ptr: chunk}); err != nil {
		duck.FunctionSetError(info, err.Error())
	}
}

// fill puts the next piece into chunk; none left: no rows.
func (s *scan) fill(chunk duck.DataChunk) error {
	i := int(s.next.Add(1)) - 1
	if i >= len(s.table.pieces) {
		duck.DataChunkSetSize(chunk, 0)
		return nil
	}
	p := s.table.pieces[i]
	for at, column := range s.columns {
		if column < 0 {
			continue
		}
		if err := s.refer(duck.DataChunkGetVector(chunk, duck.IdxT(at)), s.table.columns[column], i, p); err != nil {
			return err
		}
	}
	duck.DataChunkSetSize(chunk, duck.IdxT(p.length))
	return nil
}

func (s *scan) refer(to duck.Vector, c *column, i int, p piece) error {
	one, err := c.chunk(s.table.bridge, i, p)
	if err != nil {
		return errors.New("column " + c.name + ": " + err.Error())
	}
	defer duck.DestroyDataChunk(&one)
	duck.VectorReferenceVector(to, duck.DataChunkGetVector(one, 0))
	return nil
}

// report keeps a panic out of C, where it would end the process, and hands its text to DuckDB.
func report(set func(text string)) {
	if r := recover(); r != nil {
		set(fmt.Sprint("internal: ", r))
	}
}
